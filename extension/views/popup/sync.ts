/** How sync stands, where this memory has an account: a line that leads to the settings. */
import { readSync } from '../../bridge/sync-state.js';
import { el, need, refill } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { settingsUrl } from '../shared/places.js';
import { syncLine } from '../shared/sync-line.js';

export async function showSync(go: (url: string) => void): Promise<void> {
  const sync = await readSync();
  const line = need('#sync', HTMLElement);
  line.hidden = sync === null;
  if (!sync) return;
  const said = syncLine(sync);
  line.className = said.wrong ? 'caption wrong' : 'caption';
  refill(line, JSON.stringify(said), () => [
    el('span', { role: 'status' }, said.line), ' ',
    el('button', { type: 'button', class: 'link', onclick: () => go(settingsUrl('vault')) }, t('popup_sync'))]);
}
