/** The versions of a page as a strip, the oldest first: those in sight are in the document; one takes the Tab key, arrows walk on. */
import type { Caption } from '../../../bridge/engine.js';
import { css, inkOn, siteColour } from '../../shared/colour.js';
import { el, fill, set } from '../../shared/dom.js';
import { moment, t } from '../../shared/i18n.js';
import { letterOf } from '../../shared/picture.js';

/** Of one version and the gap behind it, as the style sheet has it. */
const STEP_PX = 136;
/** Versions on either side of those in sight. */
const BESIDE = 3;

export interface Sides { then: number; now: number }

export class VersionStrip {
  readonly #track = el('div', { class: 'version-track' });
  readonly element = el('div', { class: 'version-strip', role: 'toolbar', 'aria-label': t('playback_versions') }, this.#track);
  readonly #made = new Map<number, HTMLElement>();
  #sides: Sides = { then: -1, now: -1 };
  /** The one that takes the Tab key. */
  #stop = 0;

  /** `thumbOf`: its picture, once it is in sight; `choose`: one was pressed. */
  constructor(readonly captions: readonly Caption[], readonly thumbOf: (caption: Caption) => Promise<HTMLImageElement | null>, readonly choose: (at: number) => void) {
    this.#track.style.setProperty('inline-size', `${captions.length * STEP_PX}px`);
    this.element.addEventListener('scroll', () => this.#mount());
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('focusin', (event) => this.#focused(event.target));
    new ResizeObserver(() => this.#mount()).observe(this.element);
  }

  /** Marks the two that are held against each other. */
  show(sides: Sides): void {
    this.#sides = sides;
    this.#stop = sides.then;
    this.#mount();
    for (const [at, version] of this.#made) this.#mark(version, at);
  }

  /** Brings one into the middle, and what it is held against into sight where there is room for both. */
  reveal(at: number): void {
    const room = this.element.clientWidth;
    const [first, last] = [Math.min(this.#sides.then, this.#sides.now) * STEP_PX, (Math.max(this.#sides.then, this.#sides.now) + 1) * STEP_PX];
    const middle = at * STEP_PX - (room - STEP_PX) / 2;
    const both = last - first <= room ? Math.min(first, Math.max(last - room, middle)) : middle;
    this.element.scrollLeft = both * this.#ahead;
    this.#mount();
  }

  /** From the right, what lies ahead is counted below zero. */
  get #ahead(): 1 | -1 {
    return document.documentElement.dir === 'rtl' ? -1 : 1;
  }

  #mount(): void {
    const left = Math.abs(this.element.scrollLeft);
    const first = Math.max(0, Math.floor(left / STEP_PX) - BESIDE);
    const last = Math.min(this.captions.length - 1, Math.floor((left + this.element.clientWidth) / STEP_PX) + BESIDE);
    for (const [at, version] of this.#made) {
      if ((at >= first && at <= last) || at === this.#stop) continue;
      version.remove();
      this.#made.delete(at);
    }
    for (let at = first; at <= last; at++) this.#at(at);
    this.#at(this.#stop);
  }

  /** The button of a version, made where it is not there. They stand in the order of time, for readers that go by it. */
  #at(at: number): HTMLElement {
    const there = this.#made.get(at);
    if (there) return there;
    const caption = this.captions[at] as Caption;
    const box = el('span', { class: 'version-thumb', 'aria-hidden': 'true' });
    void this.thumbOf(caption).then((image) => { if (image) fill(box, image); else card(box, caption.site); });
    const version = el('button', { type: 'button', class: 'plain version', onclick: () => this.choose(at) }, box, el('span', { class: 'number' }, moment(caption.at, Date.now(), caption.offsetMin)));
    version.style.setProperty('inset-inline-start', `${at * STEP_PX}px`);
    this.#mark(version, at);
    const behind = Math.min(...[...this.#made.keys()].filter((other) => other > at));
    this.#track.insertBefore(version, this.#made.get(behind) ?? null);
    this.#made.set(at, version);
    return version;
  }

  #mark(version: HTMLElement, at: number): void {
    const side = at === this.#sides.then ? 'then' : at === this.#sides.now ? 'now' : null;
    set(version, 'aria-pressed', side ? 'true' : 'false');
    set(version, 'data-side', side);
    set(version, 'tabindex', at === this.#stop ? '0' : '-1');
  }

  #focused(target: EventTarget | null): void {
    const [at] = [...this.#made].find(([, version]) => version === target) ?? [];
    if (at === undefined || at === this.#stop) return;
    this.#stop = at;
    for (const [other, version] of this.#made) set(version, 'tabindex', other === at ? '0' : '-1');
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const end = this.captions.length - 1;
    const to = { ArrowRight: this.#stop + this.#ahead, ArrowLeft: this.#stop - this.#ahead, Home: 0, End: end }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = this.#at(Math.min(end, Math.max(0, to)));
    next.focus({ preventScroll: true });
    next.scrollIntoView({ inline: 'nearest', block: 'nearest' });
    this.#mount();
  }
}

/** What stands for a picture that there is none of: the site's first letter on its colour, as in every list of ours. */
function card(box: HTMLElement, site: string): void {
  const ground = siteColour(site);
  box.textContent = letterOf(site);
  box.style.setProperty('background-color', css(ground));
  box.style.setProperty('color', inkOn(ground));
}
