/** How a document stirs: whether it has come to rest, and whether it shows what nobody has read yet. */
import { BUSY_CHANGES, PATIENCE, QUIET } from './limits.js';

export class Stir {
  /** For how long nothing has changed (ms). */
  private quiet = 0;
  /** Most changes within one glance, fading. */
  private most = 0;
  /** Since when there are changes that nobody has read; null when all is read. */
  private unreadSince: number | null;

  constructor(now: number) {
    this.unreadSince = now;
  }

  /** So much has changed since the last glance, which was so long ago (ms). */
  notice(changed: number, now: number, passed: number): void {
    this.most = Math.max(this.most * 0.8, changed);
    this.quiet = changed === 0 ? this.quiet + passed : 0;
    if (changed > 0) this.touch(now);
  }

  /** There may be something to read. */
  touch(now: number): void { this.unreadSince ??= now; }

  /** All is being read. */
  read(): void { this.unreadSince = null; }

  isUnread(): boolean { return this.unreadSince !== null; }

  isQuiet(): boolean { return this.quiet >= QUIET; }

  /** So many changes that its layout is not to be forced. */
  isBusy(): boolean { return this.most > BUSY_CHANGES; }

  /** It rests, or has not for as long as one waits, after it was seen. */
  rests(now: number, seenAt: number): boolean {
    return this.isQuiet() || now - Math.max(this.unreadSince ?? Infinity, seenAt) >= PATIENCE;
  }
}
