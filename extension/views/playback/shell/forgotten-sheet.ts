/** What was forgotten, the latest first: what can still be taken back (the toast is gone after ten seconds, this is not), and what some device has still to hear of. */
import { el, refill } from '../../shared/dom.js';
import { complain } from '../../shared/errors.js';
import type { Reach } from '../../../bridge/engine.js';
import { moment, plural, shortDate, t, time } from '../../shared/i18n.js';
import { goneFrom } from '../../shared/reach.js';
import type { Deed } from '../model/deeds.js';
import type { Playback } from '../model/playback.js';
import { openSheet } from './dialog.js';

export function openForgotten(playback: Playback): void {
  const { deeds, memory, search } = playback;
  const list = el('ul', { class: 'forgets' });
  const wrong = el('p', { class: 'wrong', role: 'alert', hidden: true });
  const act = async (deed: () => Promise<void>): Promise<void> => {
    try {
      await deed();
    } catch (thrown) {
      wrong.hidden = false;
      wrong.textContent = complain(thrown);
    }
    await memory.refresh();
    await search.again();
  };
  const draw = (): void => {
    const held = list.contains(document.activeElement);
    // A button that is being pressed stays the button that was pressed.
    refill(list, JSON.stringify([deeds.forgets, deeds.spreading]), () => [
      ...[...deeds.forgets].reverse().map((deed) => entry(deed, () => void act(() => deeds.undo(deed)), () => void act(() => deeds.forgetNow(deed)))),
      ...[...deeds.spreading].reverse().map(({ count, at, ...reach }) => el('li', {}, words(count, at, t('playback_final'), reach))),
    ]);
    if (!deeds.hasForgotten) sheet.close();
    else if (held) list.querySelector('button')?.focus();
  };
  const away = deeds.learned.on(draw);
  const sheet = openSheet(t('playback_recentlyForgotten'), [el('div', { class: 'sheet-body' }, el('p', { class: 'quiet' }, t('playback_forgottenHint')), list, wrong)], away);
  draw();
}

function entry(deed: Deed, undo: () => void, end: () => void): HTMLElement {
  const until = deed.until === null ? '' : t('playback_until', deed.aged ? shortDate(deed.until) : time(deed.until));
  return el('li', {}, words(deed.count, deed.at, until, deed.reach, deed.aged ? t('playback_aged') : '', deed.name),
    el('span', { class: 'forget-acts' }, el('button', { type: 'button', onclick: undo }, t('shared_undo')), el('button', { type: 'button', class: 'danger', onclick: end }, t('shared_forgetNow'))));
}

function words(count: number, at: number, until: string, reach: Reach | null, why = '', name = ''): HTMLElement {
  return el('span', { class: 'forget-words' }, el('strong', { dir: name ? 'auto' : null }, name || plural('playback_visits', count)),
    el('span', { class: 'quiet' }, [name && plural('playback_visits', count), moment(at), until, goneFrom(reach), why].filter((part) => part !== '').join(' · ')));
}
