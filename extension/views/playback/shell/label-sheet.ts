/** The editor of labels, for one page or for all that is selected. */
import type { Ordinal } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { count, type Ranges } from '../model/ranges.js';
import { openSheet } from './dialog.js';
import { icon } from './icons.js';

const MOST_LETTERS = 60;

export async function openLabels(playback: Playback, ranges: Ranges, lead: Ordinal): Promise<void> {
  const { memory, engine } = playback;
  const one = count(ranges) === 1;
  const meant = playback.meant(ranges);
  const worn = new Set(one ? (await memory.captions.read(lead))?.labels ?? [] : []);
  const known = new Set((await engine.labels().catch(() => [])).map(({ label }) => label));
  const chips = el('div', { class: 'label-chips' });
  const input = el('input', { type: 'text', maxlength: MOST_LETTERS, 'aria-label': t('playback_labelNew'), placeholder: t('playback_labelNew'), autocomplete: 'off' });
  const put = async (label: string, on: boolean): Promise<void> => {
    // One that was taken away by mistake stays to be put again.
    known.add(label);
    if (on) worn.add(label);
    else worn.delete(label);
    draw();
    await playback.label(meant, label, on);
  };
  const draw = (): void => {
    // A chip that was pressed is made anew: the focus goes with its label.
    const pressed = chips.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['label'] : undefined;
    const offered = [...known].filter((label) => !worn.has(label));
    fill(chips, ...[...worn].map((label) => chip(label, true, put)), ...offered.slice(0, 24).map((label) => chip(label, false, put)));
    chips.hidden = chips.childElementCount === 0;
    if (pressed !== undefined) ([...chips.children].find((one) => (one as HTMLElement).dataset['label'] === pressed) as HTMLElement | undefined ?? input).focus();
  };
  const form = el('form', { class: 'label-form' }, input, el('button', { type: 'submit', class: 'primary' }, t('playback_labelAdd')));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const label = input.value.trim().replace(/\s+/g, ' ');
    input.value = '';
    if (label !== '') void put(label, true);
  });
  draw();
  openSheet(t(one ? 'playback_labels' : 'playback_labelsOf'), [el('div', { class: 'sheet-body' }, form, chips)]);
  input.focus();
}

function chip(label: string, on: boolean, put: (label: string, on: boolean) => Promise<void>): HTMLElement {
  const chosen = on ? t('playback_labelRemove', label) : t('playback_labelPut', label);
  return el('button', {
    type: 'button', class: 'chip', 'data-label': label, 'aria-pressed': on ? 'true' : 'false', 'aria-label': chosen, onclick: () => void put(label, !on),
  }, el('span', { dir: 'auto' }, label), icon(on ? 'close' : 'plus'));
}
