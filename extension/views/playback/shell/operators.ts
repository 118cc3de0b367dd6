/** What a search understands, as a list to try: each part of the language by an example, which goes into the search field, and its sentence. */
import type { Engine, Operator } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { language, t } from '../../shared/i18n.js';

/** The list, filled when the engine has answered; hidden where it does not. `put`: an example was chosen. */
export function operatorList(engine: Pick<Engine, 'operators'>, put: (q: string) => void): HTMLElement {
  const rows = el('dl', { class: 'operators' });
  const section = el('section', { hidden: true }, el('h3', {}, t('playback_operators')), rows);
  void engine.operators(language).then((operators) => {
    fill(rows, ...operators.map((one) => row(one, put)));
    section.hidden = false;
  }, () => undefined);
  return section;
}

function row({ key, isFilter, names, example }: Operator, put: (q: string) => void): HTMLElement {
  const others = names.slice(1).map((name) => `${name}:`);
  return el('div', {},
    el('dt', {}, el('button', { type: 'button', class: 'example', title: t('playback_operatorTry'), onclick: () => put(example) }, el('bdi', { dir: 'auto' }, example))),
    el('dd', {}, t(`shared_${isFilter ? 'filter' : 'form'}_${key}`),
      others.length > 0 && el('span', { class: 'quiet' }, ' ', t('playback_operatorAlso', others.join(' ')))));
}
