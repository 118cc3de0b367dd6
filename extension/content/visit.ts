/**
 * One visit: from the moment an address is shown until it is left. While it lasts the page is looked at several times, and each
 * look takes the place of the one before: when it was seen and has come to rest, after later changes that are large enough, with
 * growing pauses, and when it is hidden or left. It decides nothing but what it can see; what is kept decides the background.
 */
import type { FromTab, SkipReason, Terms } from '../bridge/messages.js';
import { wait as paced } from '../bridge/pace.js';
import { newVisitId, type VisitId } from '../bridge/visit-id.js';
import { Framed } from './framed.js';
import { Gathered } from './gathered.js';
import { glance } from './glance.js';
import { added, isAnother, isNextOf, isRenamed, isStill, pathOf, type Shown } from './likeness.js';
import { ENOUGH_ADDED, LATER_LOOK, LONGEST_GLANCE, LOOK, MOST_LOOKS, MOST_TEXT, SEEN, STILL_PATIENCE } from './limits.js';
import { Looks } from './looks.js';
import { Pauses } from './pauses.js';
import { mayRead } from './question.js';
import type { Reading } from './read.js';
import type { Withheld } from './sensitive.js';
import { Standing } from './standing.js';
import { Stir } from './stir.js';
import type { Start, Surroundings } from './surroundings.js';
import { Untaken } from './untaken.js';

type Phase = 'unseen' | 'asking' | 'open' | 'refused' | 'over';

export class Visit {
  private readonly id = newVisitId();
  private phase: Phase = 'unseen';
  private refusal: SkipReason | 'later' = 'later';
  /** How often it was woken: a no that was asked for before the last time may be true no more. */
  private wakes = 0;
  private visible = 0;
  private readonly begun: number;
  private last: number;
  private seenAt: number;
  private seenNow = Infinity;
  private readonly stir: Stir;
  private readonly gathered = new Gathered();
  private readonly framed: Framed;
  /** What it showed when it was read last. */
  private known: Shown | null = null;
  private readonly untaken = new Untaken();
  private readonly looks = new Looks();
  private readonly pauses = new Pauses();
  private readonly firstHref: string;
  private href: string;
  private before: Shown | null;
  private readonly sameAs: VisitId | null;
  private readonly stillBefore: number;
  private readonly standing: Standing;
  private readonly isFirst: boolean;
  private readonly isRoute: boolean;
  /** What it showed when its address was rewritten, and for how long it has been in front since. */
  private moved: { before: Shown; at: number } | null = null;
  private leaving = false;
  private work: Promise<void> | null = null;
  private cancel: (() => void) | null = null;
  private terms: Terms | null = null;
  /** It shows a field for secrets, and is wanted all the same. */
  private secret = false;
  /** What was on screen when it was hidden or left before it was answered whether it may be read; and whether it is not for archives. */
  private held: { reading: Reading; noArchive: boolean } | null = null;

  constructor(private readonly around: Surroundings, { before = null, sameAs = null, stillFor = 0, seenFor = 0, isFirst = false, isRoute = false }: Start) {
    this.framed = new Framed(around);
    this.before = before;
    this.sameAs = sameAs;
    this.stillBefore = stillFor;
    this.visible = seenFor;
    [this.isFirst, this.isRoute] = [isFirst, isRoute];
    this.begun = this.last = around.now();
    this.seenAt = around.date();
    this.stir = new Stir(this.last);
    this.firstHref = this.href = around.page.href();
    this.standing = new Standing(this.href);
    around.page.changes();
    this.wake();
  }

  /** The page can be seen again, or what stood in the way of keeping it may have gone. */
  wake(): void {
    this.wakes += 1;
    if (this.phase === 'refused') this.phase = 'unseen';
    if (this.cancel !== null || this.phase === 'over' || !this.around.page.isVisible()) return;
    this.last = this.around.now();
    this.cancel = this.around.after(LOOK, this.tick);
  }

  /**
   * What was on screen is kept now: the page is hidden, left, or its address is about to change, and the document may be the next
   * page's already.
   */
  keepNow(because: 'hidden' | 'left' | 'moving'): void {
    this.leaving = because !== 'hidden';
    this.keep(because === 'moving');
    this.leaving = false;
  }

  private keep(isMoving: boolean): void {
    const { page } = this.around;
    if (this.phase === 'asking') return this.hold();
    // One that is hidden goes on with what it was at.
    if (this.phase !== 'open' || !this.isSeen() || (this.work !== null && !this.leaving)) return;
    if (!isMoving && page.changes() > 0) this.stir.touch(this.around.now());
    if (this.work === null && !this.stir.isUnread() && !this.isWorthALook()) return;
    if (this.isClosed()) return;
    if (this.terms?.cardOnly) {
      const card = page.readCard();
      this.untaken.read(card.title, 0);
      if (this.looks.count === 0 || this.isWorthALook()) void this.send(card);
      return;
    }
    const shown = page.shown();
    if (isMoving && this.known && isNextOf(this.known, shown)) {
      if (this.looks.count === 0 || this.isWorthALook()) this.sendKnown(this.known);
      return;
    }
    if (this.before && isStill(this.before, shown)) return this.sendAdded(this.before, shown);
    this.gather(shown);
    if (this.looks.count === 0 || this.before || this.isWorthALook()) void this.send(page.readAtOnce());
  }

  /** Nothing leaves this document before the answer is yes. */
  private hold(): void {
    const { page } = this.around;
    if (this.visible < SEEN || page.withheld(false) !== null) return;
    if (this.before && isStill(this.before, page.shown())) return;
    this.held = { reading: page.readAtOnce(), noArchive: page.withheld(true) !== null };
  }

  private sendHeld(): void {
    const { held } = this;
    this.held = null;
    if (held === null || !this.isSeen() || (held.noArchive && this.terms?.heedsNoArchive)) return;
    this.before = null;
    this.leaving = this.is('over');
    void this.send(this.terms?.cardOnly ? { ...held.reading, html: '', text: '' } : held.reading);
    this.leaving = false;
  }

  /** The address is another one, or the document goes. */
  end(): void {
    this.phase = 'over';
    this.cancel?.();
    this.cancel = null;
  }

  /** For how long it has stood there unseen; null when it was seen, or is not in front. */
  unseenFor(): number | null {
    return this.phase === 'unseen' && this.around.page.isVisible() ? this.around.now() - this.begun : null;
  }

  /** The visit by which what it shows is remembered. */
  shownAs(): VisitId | null {
    return this.looks.count > 0 ? this.id : this.sameAs;
  }

  /** For how long it has shown what stood there before its address changed (ms); 0 when it is another page. */
  stillFor(): number {
    return this.before === null ? 0 : this.stillBefore + this.visible;
  }

  /** What the document showed when it was read last; it may be another now. */
  lastShown(): Shown | null {
    return this.known ?? this.before;
  }

  /** The address was rewritten in place, or only its fragment changed: whether it is another page, the document will tell. */
  rewritten(): void {
    this.moved ??= { before: this.known ?? this.around.page.shown(), at: this.visible };
    this.stir.touch(this.around.now());
  }

  /** Captures without waiting for the page to be seen and to rest. */
  async captureNow(): Promise<FromTab> {
    await this.work;
    if (this.looks.count === 0 && this.phase !== 'over') await this.inTurn(() => this.hurry());
    return this.looks.count > 0 ? this.looks.outcome() : { kind: 'notCaptured', reason: this.refusal };
  }

  private async hurry(): Promise<void> {
    if (this.phase !== 'open' && !(await this.ask())) return;
    if (this.isClosed()) return;
    this.before = null;
    await this.look(false);
  }

  private readonly tick = (): void => {
    this.cancel = null;
    const { page } = this.around;
    const now = this.around.now();
    const passed = now - this.last;
    this.last = now;
    // A hidden page's clock is slow and its time does not count; `wake` goes on.
    if (this.phase === 'over' || this.phase === 'refused' || !page.isVisible()) return;
    if (!this.around.lives()) return this.end();
    this.visible += Math.min(passed, LONGEST_GLANCE);
    glance(page, { stir: this.stir, untaken: this.untaken, pauses: this.pauses, framed: this.framed }, now, passed);
    this.tellAddress();
    if (this.phase === 'unseen' && this.visible >= SEEN) void this.inTurn(() => this.beSeen());
    else if (this.isDue(now)) void this.inTurn(() => this.rest());
    this.cancel = this.around.after(this.looks.count === 0 ? LOOK : LATER_LOOK, this.tick);
  };

  /** Until it is known to be another page, what stands at a rewritten address is what stood there before. */
  private tellAddress(): void {
    if (this.looks.count > 0 && this.standing.tells(this.around.page.href())) void this.around.tell({ kind: 'same', id: this.id });
  }

  /** Whether it was on the screen for as long as the person wants. */
  private isSeen(): boolean {
    return this.terms !== null && this.visible >= paced(this.terms.seconds * 1_000);
  }

  /** Whether it must not be read now. */
  private isClosed(): boolean {
    this.secret = false;
    return this.isWithheld(this.around.page.withheld(this.terms?.heedsNoArchive ?? false));
  }

  /** Whether it is time to read: something changed, and the page rests or has not for long. */
  private isDue(now: number): boolean {
    if (this.phase !== 'open' || !this.isSeen() || this.work !== null || !this.pauses.mayGather(now)) return false;
    return this.stir.rests(now, this.seenNow) && (this.stir.isUnread() || (this.looks.count > 0 && this.isWorthALook() && this.mayLook(now)));
  }

  private mayLook(now: number): boolean {
    return this.pauses.mayLook(now) && this.looks.count < MOST_LOOKS;
  }

  /** One reading at a time. Whatever a page manages to break in us is broken for this look only. */
  private async inTurn(work: () => Promise<void>): Promise<void> {
    const done = work().catch(() => undefined).finally(() => { if (this.work === done) this.work = null; });
    this.work = done;
    await done;
  }

  private async beSeen(): Promise<void> {
    this.seenAt = this.around.date();
    this.seenNow = this.around.now();
    if (!(await this.ask())) return;
    // Where it does not rest yet, it is to be known what it showed: the next page's words must not become its own.
    if (!this.stir.isQuiet() && this.before === null && !this.terms?.cardOnly && !this.isClosed()) this.known = this.around.page.shown();
  }

  /** May this page be read? */
  private async ask(): Promise<boolean> {
    this.phase = 'asking';
    const answer = await mayRead(this.around, this.id, () => this.is('asking'), () => this.wakes);
    const goesOn = this.is('asking');
    if (answer?.kind === 'yes') {
      this.terms = answer;
      if (goesOn) this.phase = 'open';
      this.sendHeld();
    } else if (answer !== null) this.refuse(answer.reason, this.wakes);
    return goesOn && answer?.kind === 'yes';
  }

  /** The phase may have changed while something was awaited. */
  private is(phase: Phase): boolean {
    return this.phase === phase;
  }

  private async rest(): Promise<void> {
    const busy = this.stir.isBusy();
    const now = this.around.now();
    this.stir.read();
    if (this.isClosed()) {
      if (this.looks.count > 0) this.pauses.gathered(now, 0);
      return;
    }
    if (this.looks.count === 0 && this.before === null) return this.look(busy);
    const shown = await this.around.page.shownSoon(busy);
    if (!this.is('open')) return;
    if (this.before) return this.firstOfRoute(this.before, shown, busy);
    if (this.moved && this.isElsewhere(this.moved, shown)) return;
    await this.lookAgain(shown, busy, now);
  }

  /** Whether a rewritten address turned out to be another page; until that is known, what it shows is taken for what it was. */
  private isElsewhere({ before, at }: { before: Shown; at: number }, shown: Shown): boolean {
    const since = this.visible - at;
    const isChanged = isAnother(before, shown);
    if (isChanged || (isRenamed(before, shown) && pathOf(this.href) !== pathOf(this.around.page.href()))) {
      this.around.becameAnother({ before: isChanged ? null : before, seenFor: since });
      return true;
    }
    if (isStill(before, shown) && since < STILL_PATIENCE) return false;
    this.moved = null;
    this.href = this.around.page.href();
    return false;
  }

  /** A route: nothing of it is on screen while the document shows what it showed before. */
  private async firstOfRoute(before: Shown, shown: Shown, busy: boolean): Promise<void> {
    if (!isStill(before, shown)) {
      this.before = null;
      return this.look(busy);
    }
    // It is a place in the page before, unless it has a name or words of its own; and where it has both, it is all there.
    const isThere = before.title !== shown.title && added(before, shown).length >= ENOUGH_ADDED;
    if (isThere || this.stillFor() >= SEEN + STILL_PATIENCE) {
      this.sendAdded(before, shown);
      if (this.looks.count > 0) this.before = null;
      else void this.around.tell(this.sameAs === null ? { kind: 'withheld', reason: 'samePage' } : { kind: 'same', id: this.sameAs });
    } else {
      this.stir.touch(this.around.now());
      this.pauses.gathered(this.around.now(), 1);
    }
  }

  private async lookAgain(shown: Shown, busy: boolean, now: number): Promise<void> {
    this.known = shown;
    const fresh = this.gather(shown);
    const more = this.framed.hasStirred() && !this.terms?.cardOnly ? await this.gatherFrames(shown) : 0;
    this.pauses.gathered(now, fresh + more);
    if (this.is('open') && this.isWorthALook() && this.mayLook(now)) await this.look(busy);
  }

  /** Takes note of what it shows; gives how many characters of it are new. */
  private gather({ title, text }: Shown): number {
    const fresh = this.terms?.cardOnly ? 0 : this.gathered.add(text);
    this.untaken.read(title, fresh);
    return fresh;
  }

  private async gatherFrames(shown: Shown): Promise<number> {
    const secret = await this.framed.ask(shown.text.length);
    return this.isWithheld(secret) ? 0 : this.gather({ ...shown, text: this.framed.text });
  }

  private isWorthALook(): boolean {
    return this.untaken.isWorthALook(!this.leaving && this.around.page.isVisible() && !this.terms?.cardOnly);
  }

  private async look(busy: boolean): Promise<void> {
    const { page } = this.around;
    if (this.terms?.cardOnly) return void this.send(page.readCard());
    const reading = await page.read(busy);
    const secret = await this.framed.ask(reading.text.length);
    if (this.is('open') && !this.isWithheld(secret)) void this.send(reading);
  }

  /** Of a document that shows the next page already: what it was known to show before. */
  private sendKnown({ title, text }: Shown): void {
    const { lang, referrer } = this.around.page.readCard();
    void this.send({ title, html: '', text, lang, referrer, shadows: [], work: 0, longest: 0, piece: 0 });
  }

  /** Of a document that still shows the page before: only what came to it since. */
  private sendAdded(before: Shown, now: Shown): void {
    const text = added(before, now);
    if (text.length >= ENOUGH_ADDED || (now.title !== before.title && this.looks.count === 0)) this.sendKnown({ ...now, text });
  }

  private async send(reading: Reading): Promise<void> {
    if (this.isWithheld(this.around.page.withheldIn(reading.shadows))) return;
    const { title, html, lang, referrer } = reading;
    const { secret } = this;
    const text = this.framed.behind(reading.text);
    const repicture = this.untaken.wantsPicture() && !this.leaving && this.around.page.isVisible();
    this.gathered.add(text);
    this.untaken.look(title, repicture);
    this.known = { title, heading: this.around.page.heading(), text: reading.text };
    this.pauses.looked(this.around.now());
    const earlier = this.gathered.earlier(text);
    const { wakes } = this;
    const sent = this.around.deliver({
      kind: 'seen', id: this.id, look: this.looks.count, at: this.seenAt, offsetMin: -new Date(this.seenAt).getTimezoneOffset(), title, html: this.framed.inside(html),
      text: (earlier === '' ? text : `${text}\n${earlier}`).slice(0, MOST_TEXT), lang, referrer, rewritten: this.href !== this.firstHref,
      reloaded: this.isFirst && this.around.page.isReloaded(), stood: this.isFirst && this.around.page.stood(), secret, repicture, route: this.isRoute,
    }, reading);
    this.standing.look(this.href, sent);
    await this.looks.send(sent, (reason) => this.takeBack(reason, wakes));
  }

  /** The last look was refused: what it had is to be taken once that is no more. */
  private takeBack(reason: SkipReason, wakes: number): void {
    if (!this.is('open')) return;
    this.refuse(reason, wakes);
    if (this.looks.takeBack()) this.untaken.takeBack();
    this.stir.touch(this.around.now());
  }

  /** A no, asked for when it had been woken so often. */
  private refuse(reason: SkipReason, wakes: number): void {
    this.refusal = reason;
    this.phase = wakes === this.wakes ? 'refused' : 'unseen';
  }

  private isWithheld(reason: Withheld | null): boolean {
    this.secret ||= reason !== null;
    if (reason === null || this.terms?.anyway) return false;
    this.refusal = reason;
    void this.around.tell({ kind: 'withheld', reason });
    return true;
  }
}
