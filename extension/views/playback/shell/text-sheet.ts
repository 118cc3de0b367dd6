/** The words that were kept of a page, to be read without the page; those that are in the vault alone are fetched on request. */
import type { Caption, Ordinal, PageText } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { complain } from '../../shared/errors.js';
import { moment, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { openSheet } from './dialog.js';

export async function openText(playback: Playback, ordinal: Ordinal): Promise<void> {
  const { engine, memory } = playback;
  let kept: PageText | null;
  let caption: Caption | null;
  try {
    [kept, caption] = await Promise.all([engine.text(ordinal), memory.captions.read(ordinal)]);
  } catch (thrown) {
    memory.report(thrown);
    return;
  }
  if (!kept || !caption) return;
  const lang = caption.lang || null;
  const body = el('div', { class: 'sheet-body', tabindex: '0', role: 'region', 'aria-label': t('playback_text') });
  let open = true;
  const show = (text: PageText, focus = false): void => {
    if (!open) return;
    fill(body, where(caption), ...(text.inVault ? [offer()] : words(text, lang)));
    if (focus) body.focus();
  };
  const offer = (): HTMLElement => fetcher(async () => show(await engine.fetchText(ordinal), true));
  openSheet(kept.title || caption.url, [body], () => { open = false; });
  show(kept);
}

function where({ site, at, offsetMin, device }: Caption): HTMLElement {
  return el('p', { class: 'quiet' }, el('bdi', {}, site), ' · ', moment(at, Date.now(), offsetMin),
    device !== null && ' · ', device !== null && el('bdi', {}, device));
}

function words({ text, rest }: PageText, lang: string | null): HTMLElement[] {
  const main = text.trim() === '' ? rest : text;
  if (main.trim() === '') return [el('p', {}, t('playback_textNone'))];
  const written = (some: string): HTMLElement => el('div', { class: 'kept-text', dir: 'auto', lang }, some);
  if (main === rest || rest.trim() === '') return [written(main)];
  return [written(main), el('details', { class: 'kept-rest' }, el('summary', {}, t('playback_textRest')), written(rest))];
}

/** Says where the text is and offers to fetch it; what goes wrong is said, and it can be tried again. */
function fetcher(bring: () => Promise<void>): HTMLElement {
  const wrong = el('p', { class: 'wrong', role: 'alert', hidden: true });
  const press = async (): Promise<void> => {
    button.disabled = true;
    button.textContent = t('playback_textFetching');
    wrong.hidden = true;
    try {
      await bring();
    } catch (thrown) {
      wrong.hidden = false;
      wrong.textContent = complain(thrown);
      button.disabled = false;
      button.textContent = t('playback_textFetch');
      button.focus();
    }
  };
  const button = el('button', { type: 'button', class: 'primary', onclick: () => void press() }, t('playback_textFetch'));
  return el('div', { class: 'in-vault' }, el('p', {}, el('strong', {}, t('playback_textInVault'))),
    el('p', { class: 'quiet' }, t('playback_textInVaultHint')), button, wrong);
}
