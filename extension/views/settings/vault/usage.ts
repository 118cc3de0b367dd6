/** What the vault keeps of this account, and what goes when. */
import type { VaultUsage } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { bytes, moment, t } from '../../shared/i18n.js';

export class UsagePart {
  readonly node = el('div', {});

  async show(): Promise<void> {
    fill(this.node, el('h3', {}, t('settings_vault_usage')), ...await engine.usage().then(lines, (thrown: unknown) => [el('p', { class: 'quiet' }, complain(thrown))]));
  }
}

function lines({ plan, bytes: all, quota, days }: VaultUsage): HTMLElement[] {
  const sum = (kind: 'history' | 'mark'): number => days.filter((day) => day.class === kind).reduce((total, day) => total + day.bytes, 0);
  const next = days.reduce<number | null>((first, { expiresAt }) => (expiresAt !== null && (first === null || expiresAt < first) ? expiresAt : first), null);
  return [
    el('p', {}, quota === null ? t('settings_vault_used', bytes(all), plan) : t('settings_vault_used_of', bytes(all), bytes(quota), plan)),
    el('p', { class: 'caption' }, t('settings_vault_used_parts', bytes(sum('history')), bytes(sum('mark')))),
    el('p', { class: 'caption' }, next === null ? t('settings_vault_keeps') : t('settings_vault_expires', moment(next))),
  ];
}
