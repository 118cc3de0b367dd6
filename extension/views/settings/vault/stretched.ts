/** Passphrases as the engine takes them: stretched in a worker of their own, never sent to it. */
import type { Renewal, StretchedKeys } from '../../../bridge/engine.js';
import { askKeys } from '../../../bridge/keys.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';

/** Whose passphrase, where. */
export interface Whose { origin: string; account: string }
type Say = (words: string) => void;

/** As it counts now: the server says how it is stretched. */
export async function asItCounts({ origin, account }: Whose, passphrase: string, say: Say): Promise<StretchedKeys> {
  say(t('settings_vault_asking'));
  const prelude = await engine.prelude(origin, account);
  say(t('settings_vault_stretching'));
  return askKeys('stretch', { passphrase, origin, account, prelude });
}

/** As it will count, with a seed of its own. */
export async function asItWill({ origin, account }: Whose, passphrase: string, say: Say): Promise<{ seed: ArrayBuffer; keys: StretchedKeys }> {
  say(t('settings_vault_stretching'));
  const prelude = await askKeys('freshPrelude', {});
  return { seed: prelude.seed, keys: await askKeys('stretch', { passphrase, origin, account, prelude }) };
}

/** From one passphrase to another, or to the same one anew. */
export async function renewal(whose: Whose, before: string, after: string, say: Say): Promise<Renewal> {
  const now = await asItCounts(whose, before, say);
  return { now, ...await asItWill(whose, after, say) };
}
