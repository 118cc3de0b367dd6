/** The picture that was kept of a page: within the window, or in its own size. */
import type { Engine, Ordinal } from '../../bridge/engine.js';
import { largest } from '../shared/decoded.js';
import { el, fill } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

export async function showPicture(box: HTMLElement, engine: Pick<Engine, 'image'>, ordinal: Ordinal): Promise<void> {
  const image = await largest(engine, ordinal, t('gone_pictureAlt'));
  if (image === null) { fill(box, el('p', { class: 'quiet' }, t('gone_noPicture'))); return; }
  const frame = el('div', { class: 'shown', role: 'region', 'aria-label': t('gone_picture') }, image);
  const button = el('button', { type: 'button', onclick: () => turn() }, t('gone_larger'));
  const turn = (): void => {
    const isNatural = frame.classList.toggle('natural');
    // What is larger than its frame is scrolled with the keyboard as well.
    if (isNatural) frame.tabIndex = 0;
    else frame.removeAttribute('tabindex');
    button.textContent = t(isNatural ? 'gone_smaller' : 'gone_larger');
  };
  fill(box, frame, button);
  // One that is not made smaller has nothing more to show.
  const fits = (): void => { button.hidden = !frame.classList.contains('natural') && image.clientWidth >= image.naturalWidth; };
  new ResizeObserver(fits).observe(frame);
}
