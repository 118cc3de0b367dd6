/** Into an account that there is, as a new device: with the passphrase or the recovery words. By a code: pair.ts. */
import { sendMessage } from '../../../browser.js';
import { askKeys } from '../../../bridge/keys.js';
import { el } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { DirectoryField } from './directory-field.js';
import { PlaceFields, field, form, passphraseInput } from './fields.js';
import { FormerAddressField } from './former-address.js';
import { NewPassphrase } from './new-passphrase.js';
import { asItCounts, asItWill } from './stretched.js';

/** The account is there: the first round begins. */
export function entered(done: () => void): void {
  // Not awaited: a first round takes long, and its state is shown.
  void sendMessage({ kind: 'sync' }).catch(() => undefined);
  done();
}

export function joinForm(done: () => void): HTMLElement {
  const fields = new PlaceFields();
  const words = passphraseInput();
  const [directory, former] = [new DirectoryField(false), new FormerAddressField()];
  return form(t('settings_vault_join_do'), [...fields.nodes, field('vault-passphrase', t('settings_vault_passphrase'), words), directory.node, former.node], async (say) => {
    const shown = await directory.readFor(fields);
    if (!shown) return;
    const { place, proof } = shown;
    const counting = await asItCounts(place, words.value, say, former);
    if (!counting) return;
    await engine.enterVault({ kind: 'join', place, ...counting }, proof);
    entered(done);
  });
}

export function recoverForm(done: () => void): HTMLElement {
  const fields = new PlaceFields();
  const words = el('input', { type: 'text', required: true, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', dir: 'ltr' });
  const fresh = new NewPassphrase();
  const directory = new DirectoryField(false);
  return form(t('settings_vault_recover_do'), [...fields.nodes, field('vault-words', t('settings_vault_recovery'), words, t('settings_vault_words_help')), ...fresh.nodes, directory.node], async (say) => {
    const shown = await directory.readFor(fields);
    if (!shown) return;
    const { place, proof } = shown;
    const recovery = await askKeys('recoveryKey', { words: words.value });
    const passphrase = await fresh.read(place.account);
    if (passphrase === null) return;
    const renewed = await asItWill(place, passphrase, say);
    await engine.enterVault({ kind: 'recover', place, recovery, ...renewed }, proof);
    entered(done);
  });
}
