/** Taking in an export, lines of {id, url, title, text, time}, or bookmarks: what is bad is named by its line, the rest is kept. */
import { readSettings } from '../../bridge/settings.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { number, plural, t } from '../shared/i18n.js';
import { nothing, takeIn, type Intake } from '../shared/intake.js';

/** Bad lines shown one by one; the rest is counted. */
const SHOWN = 100;

const lines = (sum: Intake): (HTMLElement | false)[] => [
  el('p', { class: sum.added > 0 || sum.bad.length === 0 ? 'good' : '' }, plural('settings_import_added', sum.added)),
  sum.known > 0 && el('p', {}, plural('settings_import_known', sum.known)),
  sum.gone > 0 && el('p', {}, plural('settings_import_gone', sum.gone)),
];
const bookmarks = (sum: Intake, marks: number): (HTMLElement | false)[] => [
  el('p', { class: marks > 0 ? 'good' : '' }, plural('settings_import_marks', marks)),
  el('p', {}, plural('past_bookmarks_added', sum.pages)),
  sum.excluded > 0 && el('p', { class: 'quiet' }, plural('settings_import_excluded', sum.excluded)),
];

/** `isAll`: the file was read to its end. */
function account(sum: Intake, isAll: boolean): HTMLElement {
  const more = sum.bad.length - SHOWN;
  const lost = sum.bad.filter(({ kept }) => !kept).length;
  return el('div', {},
    ...(sum.bookmarks === null ? lines(sum) : bookmarks(sum, sum.bookmarks)),
    isAll && sum.unended !== 0 && el('p', { class: 'wrong' }, t('settings_import_unended')),
    lost > 0 && el('p', { class: 'wrong' }, plural('settings_import_bad', lost)),
    sum.bad.length > lost && el('p', {}, plural('settings_import_undated', sum.bad.length - lost)),
    sum.bad.length > 0 && el('ul', { class: 'bad', tabindex: 0, 'aria-label': t('settings_import_badList') },
      ...sum.bad.slice(0, SHOWN).map(({ line, reason }) => el('li', {}, t('settings_import_badLine', number(line), reason))),
      more > 0 && el('li', {}, plural('settings_import_badMore', more))));
}

export function importPart(): void {
  const state = el('div', { role: 'status' });
  const progress = el('progress', { 'aria-label': t('settings_import'), hidden: true });
  const file = el('input', { type: 'file', id: 'import-file', accept: '.jsonl,.ndjson,.json,.txt,.html,.htm', class: 'unseen', tabindex: -1, 'aria-hidden': 'true', onchange: () => void run() });
  const start = el('button', { type: 'button', onclick: () => { if (stop) stop(); else file.click(); } }, t('settings_import_do'));
  let stop: (() => void) | null = null;

  async function run(): Promise<void> {
    const chosen = file.files?.[0];
    if (!chosen) return;
    let sum = nothing();
    let stopped = false;
    stop = () => { stopped = true; };
    start.textContent = t('settings_cancel');
    progress.hidden = false;
    progress.max = Math.max(1, chosen.size);
    progress.value = 0;
    fill(state);
    try {
      await takeIn(engine, chosen, await readSettings(), (now) => { sum = now; progress.value = now.bytesRead; return !stopped; });
      fill(state, stopped && el('p', {}, t('settings_stopped')), account(sum, !stopped));
    } catch (thrown) {
      fill(state, el('p', { class: 'wrong' }, complain(thrown)), sum.lines > 0 && el('p', {}, t('settings_import_upTo', number(sum.lines))), sum.lines > 0 && account(sum, false));
    }
    stop = null;
    file.value = '';
    progress.hidden = true;
    start.textContent = t('settings_import_do');
  }

  fill(need('#import', HTMLElement),
    el('div', {}, el('h3', {}, t('settings_import')), el('p', { class: 'caption' }, t('settings_import_why'))), start, file, progress, state);
}
