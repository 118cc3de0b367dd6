/** The passphrase of an account that there is: typed again, or changed. */
import type { VaultState } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { faultOf } from '../../shared/errors.js';
import { anewKind, anewPart } from './anew.js';
import { DirectoryField } from './directory-field.js';
import { ServerInput, field, form, passphraseInput } from './fields.js';
import { FormerAddressField } from './former-address.js';
import { NewPassphrase } from './new-passphrase.js';
import { asItCounts, renewal } from './stretched.js';

/** Signs this device in again: it stays the same device. With `server`, at the address that is typed there. */
export function againForm(vault: VaultState, done: () => void, server?: ServerInput): HTMLElement {
  const words = passphraseInput();
  const [directory, former, anew] = [new DirectoryField(false), new FormerAddressField(), el('div', {})];
  const nodes = [...(server ? [server.node] : []), field(server ? 'vault-move' : 'vault-again', t('settings_vault_passphrase'), words), directory.node, former.node, anew];
  const made = form(t('settings_vault_join_do'), nodes, async (say) => {
    const origin = server ? server.read() : vault.origin;
    if (origin === null) return;
    const proof = await directory.read(origin);
    if (proof === undefined) return;
    const counting = await asItCounts({ ...vault, origin }, words.value, say, former);
    if (!counting) return;
    await engine.signInAgain(origin, counting.boundTo, counting.keys, proof).catch((thrown: unknown) => {
      // The keys there are of an earlier time: a person may go on with them.
      const kind = anewKind(faultOf(thrown).kind);
      if (kind) fill(anew, anewPart(kind, () => made.requestSubmit()));
      throw thrown;
    });
    done();
  });
  return made;
}

export class PassphrasePart {
  readonly #asked = el('div', { class: 'stack' });
  readonly node = el('div', { class: 'stack' },
    el('div', { class: 'setting' },
      el('div', {}, el('h3', {}, t('settings_vault_change')), el('p', { class: 'caption' }, t('settings_vault_change_why'))),
      el('button', { type: 'button', onclick: () => this.#ask() }, t('settings_vault_change_do'))),
    this.#asked);

  constructor(private readonly vault: VaultState) {}

  #ask(): void {
    const before = passphraseInput();
    const after = new NewPassphrase();
    fill(this.#asked, form(t('settings_vault_change_yes'), [field('vault-before', t('settings_vault_before'), before), ...after.nodes], async (say) => {
      const chosen = await after.read(this.vault.account);
      if (chosen === null) return;
      await engine.changePassphrase(await renewal(this.vault, before.value, chosen, say));
      fill(this.#asked, el('p', { class: 'good', role: 'status' }, t('settings_vault_change_done')));
    }));
    before.focus();
  }
}
