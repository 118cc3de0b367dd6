/** The life of a tab's document: one visit after another, as its address changes and it is hidden, left and come back to. */
import type { FromTab } from '../bridge/messages.js';
import type { Shown } from './likeness.js';
import type { Move } from './moves.js';
import { RESTLESS } from './limits.js';
import type { Start, Surroundings } from './surroundings.js';
import { Visit } from './visit.js';

export class Life {
  private readonly around: Surroundings;
  private visit: Visit;
  /** What the document showed when the address was about to change. */
  private before: Shown | null = null;
  /** Addresses in a row that came and went unseen, and for how long (ms). */
  private unseen = { routes: 0, ms: 0 };
  private restless = false;
  private lastMove = -Infinity;

  constructor(surroundings: Omit<Surroundings, 'becameAnother'>) {
    this.around = { ...surroundings, becameAnother: (start) => this.begin({ ...start, isRoute: true, ...(this.restless && { seenFor: 0 }) }) };
    this.visit = new Visit(this.around, { isFirst: true });
  }

  /** The address is about to change, the document is still that of the old one. */
  aboutToMove(): void {
    this.visit.keepNow('moving');
    this.before = this.visit.lastShown() ?? this.around.page.shown();
  }

  moved(move: Move): void {
    const isSoon = this.around.now() - this.lastMove < RESTLESS.calm;
    this.lastMove = this.around.now();
    if (move === 'rewritten' || (move === 'route' && this.restless && isSoon)) this.visit.rewritten();
    else if (move === 'route') this.route();
    this.before = null;
  }

  shown(): void { this.visit.wake(); }

  hidden(): void { this.visit.keepNow('hidden'); }

  left(): void {
    this.visit.keepNow('left');
    this.visit.end();
  }

  /** The browser had kept the document, and shows it again. */
  cameBack(): void { this.begin({}); }

  captureNow(anew: boolean): Promise<FromTab> {
    if (anew) this.begin({});
    return this.visit.captureNow();
  }

  /** Another page, unless it is one that goes on pushing addresses before anybody can have seen what is there. */
  private route(): void {
    const unseen = this.visit.unseenFor();
    this.unseen = unseen === null ? { routes: 0, ms: 0 } : { routes: this.unseen.routes + 1, ms: this.unseen.ms + unseen };
    this.restless = this.unseen.routes >= RESTLESS.routes && this.unseen.ms >= RESTLESS.unseen;
    // Where nothing of it is remembered yet, what stood there before is no reason to pass it over.
    if (this.restless && this.visit.shownAs() === null) this.begin({ isRoute: true });
    else this.begin({ isRoute: true, before: this.before ?? this.visit.lastShown(), sameAs: this.visit.shownAs(), stillFor: this.visit.stillFor() });
  }

  private begin(start: Start): void {
    this.visit.end();
    this.visit = new Visit(this.around, start);
  }
}
