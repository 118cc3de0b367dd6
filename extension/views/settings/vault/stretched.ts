/** Passphrases as the engine takes them: stretched in a worker of their own, never sent to it. */
import type { Renewal, StretchedKeys } from '../../../bridge/engine.js';
import { fault } from '../../../bridge/faults.js';
import { askKeys } from '../../../bridge/keys.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import type { FormerAddressField } from './former-address.js';

/** Whose passphrase, where; `boundTo`: an address that is known to be or to have been the server's. */
export interface Whose { origin: string; account: string; boundTo?: string }
/** A passphrase as it counts, with the address that it is bound to. */
export interface Counting { keys: StretchedKeys; boundTo: string }
type Say = (words: string) => void;

/** As it counts now: the server says how it is stretched, and for which address. Null when the person is asked first whether that was its. */
export async function asItCounts({ origin, account, boundTo: known }: Whose, passphrase: string, say: Say, former?: FormerAddressField): Promise<Counting | null> {
  say(t('settings_vault_asking'));
  const prelude = await engine.prelude(origin, account);
  const boundTo = prelude.origin ?? known ?? origin;
  if (boundTo !== origin && boundTo !== known && !former?.agreesTo(boundTo)) {
    say('');
    return null;
  }
  say(t('settings_vault_stretching'));
  return { boundTo, keys: await askKeys('stretch', { passphrase, origin: boundTo, account, prelude }) };
}

/** As it will count, with a seed of its own. */
export async function asItWill({ origin, account }: Whose, passphrase: string, say: Say): Promise<{ seed: ArrayBuffer; keys: StretchedKeys }> {
  say(t('settings_vault_stretching'));
  const prelude = await askKeys('freshPrelude', {});
  return { seed: prelude.seed, keys: await askKeys('stretch', { passphrase, origin, account, prelude }) };
}

/** As it counts now, where the address is one that this device knows. */
export async function typedKeys(whose: Whose, passphrase: string, say: Say): Promise<StretchedKeys> {
  const counting = await asItCounts(whose, passphrase, say);
  if (!counting) throw fault('signIn', 'the passphrase is bound to another address than this device knows');
  return counting.keys;
}

/** From one passphrase to another, or to the same one anew: bound to where the server is now. */
export async function renewal(whose: Whose, before: string, after: string, say: Say): Promise<Renewal> {
  return { now: await typedKeys(whose, before, say), origin: whose.origin, ...await asItWill(whose, after, say) };
}
