/** Signing in with a passphrase, as a new device of an account. */
import { sendMessage, store } from '../../../browser.js';
import type { VaultPlace } from '../../../bridge/engine.js';
import { askKeys } from '../../../bridge/keys.js';
import { el } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { PlaceFields, field, form } from './fields.js';

/** The account is there: it is remembered where, and the first round begins. */
export async function entered(place: VaultPlace, done: () => void): Promise<void> {
  await store('local', { vaultServer: place.origin });
  // Not awaited: a first round takes long, and its state is shown.
  void sendMessage({ kind: 'sync' }).catch(() => undefined);
  done();
}

export function joinForm(done: () => void): HTMLElement {
  const place = new PlaceFields();
  const words = el('input', { type: 'password', required: true, autocomplete: 'current-password', spellcheck: 'false', autocapitalize: 'off' });
  return form(t('settings_vault_join_do'), [...place.nodes, field('vault-passphrase', t('settings_vault_passphrase'), words)], async (say) => {
    const where = place.read();
    if (!where) return;
    say(t('settings_vault_asking'));
    const prelude = await engine.prelude(where.origin, where.account);
    say(t('settings_vault_stretching'));
    const keys = await askKeys('stretch', { passphrase: words.value, origin: where.origin, account: where.account, prelude });
    await engine.enterVault({ kind: 'join', place: where, keys });
    words.value = '';
    await entered(where, done);
  });
}
