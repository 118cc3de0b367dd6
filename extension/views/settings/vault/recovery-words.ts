/** Asks for some of the recovery words, to know that they were written down. */
import { el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { field } from './fields.js';

/** So many of them. */
const ASKED = 4;

export class RecoveryWords {
  readonly #words: string[];
  readonly #inputs: { at: number; input: HTMLInputElement }[];
  readonly nodes: HTMLElement[];

  constructor(words: string) {
    this.#words = words.split(' ');
    this.#inputs = chosen(this.#words.length).map((at) => ({
      at, input: el('input', { type: 'text', required: true, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', dir: 'ltr', size: 12 }),
    }));
    this.nodes = [el('div', { class: 'asked-words' }, ...this.#inputs.map(({ at, input }) => field(`vault-word-${at}`, t('settings_vault_word', at + 1), input)))];
  }

  /** Whether all are right; the first that is not says so. */
  right(): boolean {
    const wrong = this.#inputs.find(({ at, input }) => input.value.trim().toLowerCase() !== this.#words[at]);
    if (!wrong) return true;
    wrong.input.setCustomValidity(t('settings_vault_word_wrong'));
    wrong.input.addEventListener('input', () => wrong.input.setCustomValidity(''), { once: true });
    wrong.input.reportValidity();
    return false;
  }
}

/** Some numbers below `count`, ascending, by chance. */
function chosen(count: number): number[] {
  const all = Array.from({ length: count }, (_, at) => at);
  const drawn = Array.from({ length: ASKED }, () => all.splice(Math.floor(Math.random() * all.length), 1)[0] ?? 0);
  return drawn.sort((a, b) => a - b);
}
