/** The looks of a visit: how many were sent, what became of the last, and whether one was kept. */
import type { FromTab, SkipReason } from '../bridge/messages.js';
import type { Delivered } from './deliver.js';

export class Looks {
  /** How many were sent, and not all of them refused. */
  count = 0;
  private isKept = false;
  private last: Promise<FromTab> = Promise.resolve({ kind: 'notCaptured', reason: 'later' });

  /** One was sent; `refused`: hears of a no. What became of it. */
  send(sent: Promise<Delivered>, refused: (reason: SkipReason) => void): Promise<FromTab> {
    this.count += 1;
    this.last = sent.then((became) => {
      if (became.kind === 'kept') {
        this.isKept = true;
        return { kind: 'captured' };
      }
      if (became.reason !== 'later') refused(became.reason);
      return { kind: 'notCaptured', reason: became.reason };
    });
    return this.last;
  }

  /** What became of the last one. */
  outcome(): Promise<FromTab> { return this.last; }

  /** The last was refused; gives whether one before it is kept. Where none is, the next is the first. */
  takeBack(): boolean {
    if (!this.isKept) this.count = 0;
    return this.isKept;
  }
}
