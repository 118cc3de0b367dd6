/**
 * When a page was seen and has come to rest. Time counts while the page is visible; rest means that the document has
 * not changed for a moment. A page that never rests is taken after a while, and told to be busy.
 */
import { BUSY_CHANGES, LOOK, PATIENCE, QUIET, SEEN } from './limits.js';

/** Counts changes by looking now and then: between looks it is deaf, so a wild page pays for one batch, not for all. */
class Changes {
  private observer = new MutationObserver((records) => {
    this.count += records.length;
    this.observer.disconnect();
  });
  private count = 0;

  /** How many changes came since the last look (at most one batch of them). */
  look(): number {
    const found = this.count + this.observer.takeRecords().length;
    this.count = 0;
    this.observer.disconnect();
    this.observer.observe(document, { subtree: true, childList: true, characterData: true });
    return found;
  }

  stop(): void { this.observer.disconnect(); }
}

export interface Watch {
  /** Resolves when the page was visible long enough. */
  seen: Promise<void>;
  /** Resolves when it has also come to rest. */
  settled: Promise<{ busy: boolean }>;
  wasSeen(): boolean;
  stop(): void;
}

/** Watches the page from now on. After `stop` its promises never resolve. */
export function watchPage(): Watch {
  const changes = new Changes();
  const seen = Promise.withResolvers<void>();
  const settled = Promise.withResolvers<{ busy: boolean }>();
  let visible = 0;
  let quiet = 0;
  let most = 0;
  let last = performance.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  changes.look();

  const tick = (): void => {
    const now = performance.now();
    const passed = now - last;
    last = now;
    // A hidden page's clock is slow and its time does not count; `visibilitychange` wakes us.
    if (document.visibilityState !== 'visible') { timer = undefined; return; }
    visible += Math.min(passed, 2 * LOOK + QUIET);
    const changed = changes.look();
    most = Math.max(most * 0.8, changed);
    quiet = changed === 0 ? quiet + passed : 0;
    if (visible >= SEEN) seen.resolve();
    if (visible >= SEEN && (quiet >= QUIET || visible >= SEEN + PATIENCE)) {
      settled.resolve({ busy: most > BUSY_CHANGES });
      stop();
      return;
    }
    timer = setTimeout(tick, LOOK);
  };
  const wake = (): void => {
    if (timer !== undefined || document.visibilityState !== 'visible') return;
    last = performance.now();
    timer = setTimeout(tick, LOOK);
  };
  const stop = (): void => {
    clearTimeout(timer);
    changes.stop();
    document.removeEventListener('visibilitychange', wake);
  };
  document.addEventListener('visibilitychange', wake);
  wake();
  return { seen: seen.promise, settled: settled.promise, wasSeen: () => visible >= SEEN, stop };
}
