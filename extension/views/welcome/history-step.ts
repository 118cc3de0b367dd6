/** The second step: taking in the browser's history, when one asks for it. */
import { askHistory, historyItems } from '../../browser.js';
import { readSettings } from '../../bridge/settings.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { plural, t } from '../shared/i18n.js';
import { historyLine, type Known } from './history-lines.js';

/** More than any browser keeps. */
const ALL = 1_000_000;
/** Lines handed over at once. */
const BATCH = 500;

interface Taken { added: number; known: number; left: number }

async function take(items: Known[], onDone: (done: number) => void): Promise<Taken> {
  const settings = await readSettings();
  const taken: Taken = { added: 0, known: 0, left: 0 };
  for (let from = 0; from < items.length; from += BATCH) {
    const lines = await Promise.all(items.slice(from, from + BATCH).map((item) => historyLine(item, settings)));
    const good = lines.filter((line) => line !== null);
    const { added, known, bad } = await engine.importPart(good.map((line) => `${line}\n`).join(''), from + 1);
    taken.added += added;
    taken.known += known;
    taken.left += lines.length - good.length + bad.length;
    onDone(Math.min(from + BATCH, items.length));
  }
  return taken;
}

export function historyStep(): void {
  const state = el('div', { role: 'status' });
  const progress = el('progress', { hidden: true, 'aria-label': t('welcome_history') });
  const button = el('button', { type: 'button', onclick: () => void run() }, t('welcome_history_do'));
  let busy = false;

  async function run(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      // First of all, before anything is awaited: browsers ask only in answer to a click.
      if (!await askHistory()) { fill(state, el('p', {}, t('welcome_history_denied'))); return; }
      const items = await historyItems(0, ALL);
      progress.max = Math.max(1, items.length);
      progress.value = 0;
      progress.hidden = false;
      const { added, known, left } = await take(items, (done) => { progress.value = done; });
      need('#history', HTMLElement).classList.add('done');
      fill(state, el('p', { class: 'good' }, plural('welcome_history_added', added)),
        known > 0 && el('p', {}, plural('welcome_history_known', known)),
        left > 0 && el('p', { class: 'quiet' }, plural('welcome_history_left', left)));
    } catch (thrown) {
      fill(state, el('p', { class: 'wrong' }, complain(thrown)));
    } finally {
      busy = false;
      progress.hidden = true;
    }
  }

  fill(need('#history', HTMLElement),
    el('div', {}, el('h2', {}, t('welcome_history')), el('p', { class: 'quiet' }, t('welcome_history_why'))), button, progress, state);
}
