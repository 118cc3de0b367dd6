/** Counts changes by looking now and then: between looks it is deaf, so a wild page pays for one batch, not for all. */
import { shadowsHere } from './shadows.js';

export class Changes {
  private observer = new MutationObserver((records) => {
    this.count += records.length;
    this.observer.disconnect();
  });
  private count = 0;

  constructor(private readonly kinds: MutationObserverInit) {}

  /** How many changes came since the last look (at most one batch of them). */
  look(): number {
    const found = this.count + this.observer.takeRecords().length;
    this.count = 0;
    this.observer.disconnect();
    for (const root of [document, ...shadowsHere()]) this.observer.observe(root, { subtree: true, ...this.kinds });
    return found;
  }
}
