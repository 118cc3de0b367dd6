/** Everything in one file: streamed from the engine part by part, then saved as a download. */
import type { ExportPart } from '../../bridge/engine.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { bytes, plural, t } from '../shared/i18n.js';
import { saveFile } from '../shared/save-file.js';

const TYPE = 'application/x-ndjson';

export interface Collected { blob: Blob; /** Captures that are damaged and were left out. */ skipped: number; /** Those without their text, which is in the vault alone. */ away: number }

/** Collects the whole export; each part becomes a Blob at once, so that the browser may keep it on the disk. Null when stopped. */
export async function collect(part: typeof engine.exportPart, onBytes: (size: number) => void, stopped: () => boolean): Promise<Collected | null> {
  const blobs: Blob[] = [];
  let [size, left, without] = [0, 0, 0];
  for (let cursor: string | null = ''; cursor !== null;) {
    if (stopped()) return null;
    const { text, next, skipped, away }: ExportPart = await part(cursor);
    left += skipped;
    without += away;
    const blob = new Blob([text], { type: TYPE });
    blobs.push(blob);
    onBytes(size += blob.size);
    cursor = next;
  }
  return { blob: new Blob(blobs, { type: TYPE }), skipped: left, away: without };
}

/** "webmynd-2026-03-05.jsonl", by the local calendar. */
export function fileName(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `webmynd-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.jsonl`;
}

export function exportPart(): void {
  const state = el('p', { role: 'status' });
  const start = el('button', { type: 'button', onclick: () => void run() }, t('settings_export_do'));
  const progress = el('progress', { 'aria-label': t('settings_export'), hidden: true });
  let stop: (() => void) | null = null;

  async function run(): Promise<void> {
    if (stop) { stop(); return; }
    let stopped = false;
    stop = () => { stopped = true; };
    start.textContent = t('settings_cancel');
    progress.hidden = false;
    state.className = '';
    try {
      state.textContent = t('settings_export_begun');
      // Without the vault the file is written all the same, and says what it has not.
      if (await engine.vault()) {
        state.textContent = t('settings_export_begun');
        await engine.bringBack(true).catch(() => undefined);
      }
      const { journalBytes } = await engine.status();
      progress.max = Math.max(1, journalBytes);
      const got = await collect((cursor) => engine.exportPart(cursor), (size) => {
        progress.value = Math.min(size, progress.max);
        state.textContent = t('settings_export_sofar', bytes(size));
      }, () => stopped);
      if (got) saveFile(got.blob, fileName(new Date(Date.now())));
      state.className = got ? got.skipped + got.away > 0 ? 'wrong' : 'good' : '';
      state.textContent = got ? t('settings_export_done', bytes(got.blob.size)) : t('settings_stopped');
      if (got && got.skipped > 0) state.append(' ', plural('shared_skippedPages', got.skipped));
      if (got && got.away > 0) state.append(' ', plural('settings_export_away', got.away));
    } catch (thrown) {
      state.className = 'wrong';
      state.textContent = complain(thrown);
    }
    stop = null;
    progress.hidden = true;
    start.textContent = t('settings_export_do');
  }

  fill(need('#export', HTMLElement),
    el('div', {}, el('h3', {}, t('settings_export')), el('p', { class: 'caption' }, t('settings_export_why'))), start, progress, state);
}
