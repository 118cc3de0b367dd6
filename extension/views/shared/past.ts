/** The browser's past as a person takes it in: how far it is, stopping, going on, and again for what is new. */
import { askPermission, sendMessage } from '../../browser.js';
import { onPast, type Past, type PastKind, readPast } from '../../bridge/past.js';
import { el, fill } from './dom.js';
import { complain } from './errors.js';
import { number, plural, t } from './i18n.js';

/** What the button says and does. */
const wish = (past: Past | null): 'do' | 'stop' | 'on' | 'more' =>
  past === null ? 'do' : past.at === 'running' ? 'stop' : past.at === 'stopped' ? 'on' : 'more';

const account = (kind: PastKind, { pages, looked, left }: Past): (HTMLElement | false)[] => {
  const known = Math.max(0, looked - left - pages);
  return [
    el('p', { class: 'good' }, plural(`past_${kind}_added`, pages)),
    known > 0 && el('p', {}, plural(`past_${kind}_known`, known)),
    left > 0 && el('p', { class: 'quiet' }, plural('past_left', left)),
  ];
};

function told(kind: PastKind, past: Past): (HTMLElement | false)[] {
  const far = past.total === null ? t('past_counting') : t(`past_${kind}_far`, number(Math.min(past.looked, past.total)), number(past.total));
  if (past.at === 'done') return account(kind, past);
  if (past.at === 'stopped') return [el('p', {}, t('past_stopped')), ...account(kind, past)];
  return [past.fault !== null && el('p', { class: 'wrong' }, complain(past.fault)), el('p', {}, far)];
}

/** Shows it in `box`; `heading`: of what level its name is. */
export function showPast(box: HTMLElement, kind: PastKind, heading: 'h2' | 'h3'): void {
  const state = el('div', { role: 'status' });
  const progress = el('progress', { hidden: true, 'aria-label': t(`past_${kind}`) });
  const button = el('button', { type: 'button', onclick: () => void act() }, t(`past_${kind}_do`));
  let now: Past | null = null;

  function draw(past: Past | null): void {
    now = past;
    button.textContent = t(wish(past) === 'do' ? `past_${kind}_do` : `past_${wish(past)}`);
    progress.hidden = past?.at !== 'running';
    // Without a value it shows that something is going on.
    if (past?.total) { progress.max = past.total; progress.value = past.looked; } else progress.removeAttribute('value');
    box.classList.toggle('done', past?.at === 'done');
    fill(state, ...(past ? told(kind, past) : []));
  }

  async function act(): Promise<void> {
    const on = wish(now) !== 'stop';
    try {
      // First of all, before anything is awaited: browsers ask only in answer to a click.
      if (on && !await askPermission(kind)) { fill(state, el('p', {}, t(`past_${kind}_denied`))); return; }
      await sendMessage({ kind: 'past', what: kind, on });
    } catch (thrown) {
      fill(state, el('p', { class: 'wrong' }, complain(thrown)));
    }
  }

  fill(box, el('div', {}, el(heading, {}, t(`past_${kind}`)), el('p', { class: heading === 'h2' ? 'quiet' : 'caption' }, t(`past_${kind}_why`))), button, progress, state);
  onPast(kind, draw);
  void readPast(kind).then(draw);
}
