/** The sheet that helps: what a search understands, and all keys. */
import type { Engine } from '../../../bridge/engine.js';
import { el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { lettersAct, setLetters } from '../../shared/letters.js';
import { memoryUrl } from '../../shared/places.js';
import { openSheet } from './dialog.js';
import { operatorList } from './operators.js';

/** [text key, keys in the reel, keys in the grid]; an empty cell means that the view has no such key. */
const ROWS: readonly [name: string, reel: string, grid: string][] = [
  ['step', '← →', '← → ↑ ↓'], ['site', '↑ ↓', ''], ['session', 'Ctrl ← →', ''], ['day', 'PgUp PgDn', 'Ctrl ← →'],
  ['month', 'Shift PgUp PgDn', 'Shift PgUp PgDn'], ['screen', '', 'PgUp PgDn'], ['ends', 'Home End', 'Home End'],
  ['allEnds', 'Ctrl Home End', 'Ctrl Home End'], ['size', '+ − 0', '+ − 0'], ['hit', 'N Shift N', 'N Shift N'], ['star', 'B Shift B', 'B Shift B'],
  ['openTab', 'Enter', 'Ctrl Enter'], ['reelHere', '', 'Enter'], ['play', 'Space P', ''], ['pick', '', 'Space'], ['pickDay', 'Shift Space', 'Shift Space'],
  ['extend', 'Shift ← → ↑ ↓', 'Shift ← → ↑ ↓'], ['all', 'Ctrl A', 'Ctrl A'], ['trail', 'C W', ''], ['doText', 'T', 'T'], ['doVersions', 'D', 'D'], ['doStar', 'S', 'S'], ['doLabel', 'L', 'L'], ['doForget', 'Del', 'Del'],
  ['undo', 'Ctrl Z', 'Ctrl Z'], ['search', '/ Ctrl K', '/ Ctrl K'], ['complete', 'Tab ↑ ↓', 'Tab ↑ ↓'], ['date', 'G', 'G'], ['view', 'V', 'V'], ['regions', 'F6', 'F6'],
  ['leave', 'Esc', 'Esc'], ['help', '?', '?'],
];

/** Keys that bear a word, which differs from country to country. */
const WORDS = new Set(['Ctrl', 'Shift', 'PgUp', 'PgDn', 'Home', 'End', 'Del', 'Space', 'Enter']);

/** `put` is given the example that was chosen, once the sheet is gone and has given the focus back. */
export function openHelp(engine: Pick<Engine, 'operators'>, put: (q: string) => void): void {
  let chosen: string | null = null;
  const head = el('tr', {}, el('td'), el('th', { scope: 'col' }, t('playback_reel')), el('th', { scope: 'col' }, t('playback_grid')));
  const rows = ROWS.map(([name, reel, grid]) =>
    el('tr', {}, el('th', { scope: 'row' }, t(`playback_key_${name}`)), el('td', {}, ...keys(reel)), el('td', {}, ...keys(grid))));
  const operators = operatorList(engine, (example) => {
    chosen = example;
    sheet.close();
  });
  const sheet = openSheet(t('playback_helpTitle'), [el('div', { class: 'sheet-body', tabindex: '0', role: 'region', 'aria-label': t('playback_helpTitle') },
    operators, el('h3', {}, t('playback_keys')), lettersSwitch(), el('table', { class: 'keys' }, el('thead', {}, head), el('tbody', {}, ...rows)),
    el('p', {}, el('a', { href: memoryUrl() }, t('playback_figures'))))],
  () => { if (chosen !== null) put(chosen); });
}

/** Whether single letters act. */
function lettersSwitch(): HTMLElement {
  const box = el('input', { type: 'checkbox', id: 'letters', checked: lettersAct(), onchange: () => setLetters(box.checked) });
  return el('p', { class: 'letters' }, box, ' ', el('label', { for: 'letters' }, t('playback_letters')));
}

function keys(written: string): Node[] {
  return written.split(' ').filter((key) => key !== '').map((key) => el('kbd', {}, WORDS.has(key) ? t(`playback_cap_${key}`) : key));
}
