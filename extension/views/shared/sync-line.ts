/** How sync stands, in a line. */
import type { SyncState } from '../../bridge/sync-state.js';
import { complain } from './errors.js';
import { moment, plural, t } from './i18n.js';

export function syncLine(sync: SyncState | null): { line: string; wrong: boolean } {
  if (!sync || (sync.lastAt === null && sync.running)) return { line: t('shared_sync_first'), wrong: false };
  if (sync.running) return { line: t('shared_sync_running'), wrong: false };
  if (sync.fault) return { line: complain(sync.fault), wrong: true };
  const [doubt] = sync.doubts ?? [];
  if (doubt) return { line: t(`shared_sync_doubt_${doubt.harm}`, doubt.device), wrong: true };
  if (sync.renamed) return { line: t('shared_sync_renamed'), wrong: true };
  if (sync.quarantined) return { line: plural('shared_sync_quarantined', sync.quarantined), wrong: true };
  if (sync.newer) return { line: t('shared_sync_newer'), wrong: true };
  if (sync.skipped) return { line: plural('shared_sync_skipped', sync.skipped), wrong: true };
  return { line: sync.lastAt === null ? t('shared_sync_never') : t('shared_sync_last', moment(sync.lastAt)), wrong: false };
}
