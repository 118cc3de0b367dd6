/** The exclusions: the built-in list, one's own rules and exceptions line by line, and a live test of an address. */
import { DEFAULT_EXCLUSIONS } from '../../bridge/default-exclusions.js';
import { noPageOf } from '../../bridge/no-page.js';
import { decide, overruled, parseRule } from '../../bridge/rules.js';
import type { Settings } from '../../bridge/messages.js';
import { writeSettings } from '../../bridge/settings.js';
import { el, fill, need } from '../shared/dom.js';
import { number, t } from '../shared/i18n.js';

export class RulesPart {
  readonly #text = need('#exclusions', HTMLTextAreaElement);
  readonly #state = need('#exclusions-state', HTMLElement);
  readonly #builtIn = need('#default-list', HTMLInputElement);
  readonly #try = need('#try', HTMLInputElement);
  #settings: Settings | null = null;
  #due: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#builtIn.addEventListener('change', () => void writeSettings({ defaultExclusions: this.#builtIn.checked }));
    this.#text.addEventListener('input', () => { clearTimeout(this.#due); this.#due = setTimeout(() => void this.#save(), 400); });
    this.#text.addEventListener('change', () => void this.#save());
    this.#try.addEventListener('input', () => this.#judge());
    fill(need('#default-rules ul', HTMLElement), ...DEFAULT_EXCLUSIONS.map((rule) => el('li', {}, el('code', {}, rule))));
  }

  show(settings: Settings): void {
    this.#settings = settings;
    this.#builtIn.checked = settings.defaultExclusions;
    // What is being typed is not taken away from under the cursor.
    if (document.activeElement !== this.#text) this.#text.value = settings.exclusions.join('\n');
    this.#judge();
  }

  get #lines(): string[] {
    return this.#text.value.split('\n').map((line) => line.trim());
  }

  async #save(): Promise<void> {
    clearTimeout(this.#due);
    const lines = this.#lines;
    const wrong = lines.flatMap((line, i) => {
      const read = parseRule(line);
      return read.kind === 'complaint' ? [t(`settings_rules_wrong_${read.code}`, number(i + 1))] : [];
    });
    const idle = overruled(lines).map(({ line, by }) => t('settings_rules_overruled', number(line + 1), number(by + 1)));
    // Lines that cannot be read are kept (they exclude nothing): nothing that was typed gets lost.
    const exclusions = lines.filter((line) => line !== '');
    await writeSettings({ exclusions });
    this.#text.setAttribute('aria-invalid', String(wrong.length > 0));
    const said = [...wrong.map((words) => el('p', { class: 'wrong' }, words)), ...idle.map((words) => el('p', {}, words))];
    fill(this.#state, ...(said.length > 0 ? said : [el('p', { class: 'good' }, t('settings_saved'))]));
    if (this.#settings) this.#settings = { ...this.#settings, exclusions };
    this.#judge();
  }

  /** Says at once what would become of the address that was typed. Pausing plays no part in it. */
  #judge(): void {
    const typed = this.#try.value.trim();
    const answer = need('#try-answer', HTMLElement);
    answer.className = '';
    if (typed === '' || !this.#settings) { fill(answer); return; }
    const url = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(typed) ? typed : `https://${typed}`;
    if (!URL.canParse(url)) { fill(answer, t('settings_try_noAddress')); return; }
    const verdict = decide(url, { ...this.#settings, pausedUntil: null }, Date.now());
    answer.className = verdict.remember ? 'good' : 'wrong';
    if (verdict.remember) {
      const what = t(`settings_try_${this.#settings.mode}`);
      answer.textContent = verdict.exception === null ? what : `${what} ${t('settings_try_excepted', verdict.exception)}`;
    } else if (verdict.rule === null) answer.textContent = t(`shared_noPage_${noPageOf(url)}`);
    else answer.textContent = t(verdict.rule.isBuiltIn ? 'settings_try_builtIn' : 'settings_try_because', verdict.rule.line);
  }
}
