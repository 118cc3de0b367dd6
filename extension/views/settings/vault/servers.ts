/** The servers that were used lately, so that nobody types an address twice. They are no secret; forgetting everything forgets them. */
import { store, stored, unstore } from '../../../browser.js';
import { serverOrigin } from '../../../bridge/server-origin.js';

const KEY = 'vaultServers';
const MOST = 5;

/** The one that was used last stands first. */
export async function recentServers(): Promise<string[]> {
  const { [KEY]: found } = await stored('local', [KEY]);
  return Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string' && serverOrigin(one) === one).slice(0, MOST) : [];
}

/** It has answered as a server does. */
export async function rememberServer(origin: string): Promise<void> {
  const others = (await recentServers()).filter((one) => one !== origin);
  await store('local', { [KEY]: [origin, ...others].slice(0, MOST) });
}

export const forgetServers = (): Promise<void> => unstore('local', [KEY]);
