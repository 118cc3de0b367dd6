/** Going on with a vault that is not what it was: its server was put back from a backup or shows what cannot be, or the account is another one. */
import { el } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { t } from '../../shared/i18n.js';

/** Faults after which a person can go on. */
export type AnewKind = 'rolledBack' | 'otherAccount' | 'distrust';
export const anewKind = (kind: string | undefined): AnewKind | null => (kind === 'rolledBack' || kind === 'otherAccount' || kind === 'distrust' ? kind : null);

/** Says what will happen, and does it. */
export function anewPart(kind: AnewKind, done: () => void): HTMLElement {
  const said = el('p', { class: 'wrong', role: 'alert', hidden: true });
  const go = el('button', { type: 'button', onclick: () => void begin() }, t(`settings_vault_anew_${kind}_do`));
  const begin = async (): Promise<void> => {
    go.disabled = true;
    try {
      await engine.beginAnew();
      done();
    } catch (thrown) {
      said.textContent = complain(thrown);
      said.hidden = false;
    }
    go.disabled = false;
  };
  return el('div', { class: 'setting', id: 'vault-anew' },
    el('div', {}, el('h3', {}, t(`settings_vault_anew_${kind}`)), el('p', { class: 'caption' }, t(`settings_vault_anew_${kind}_why`)), said), go);
}
