/**
 * Which words stand where on the screen, so that they can be marked on its picture: words of the text nodes that are seen, each
 * with its box. What is scrolled away, covered, cut off or transparent is none of them. Bounded in words and in time: a screen
 * holds only so much, and a word that is missing is not marked, no more.
 */
import { body, boxOf, firstChildOf, nextSiblingOf, nodeNameOf, nodeTypeOf, parentOf, shadowOf, textOf } from './dom.js';
import { MOST_BOXED_NODES, MOST_BOXED_TEXT, MOST_BOXED_WORDS, MOST_BOXING, SLICE } from './limits.js';
import { rest } from './rest.js';
import { Sight } from './sight.js';

/** A word as it stands on the screen, in CSS pixels. `line`: the number of the block that it stands in. */
export interface BoxedWord { word: string; line: number; x: number; y: number; width: number; height: number }

const UNSEEN = new Set('SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT CANVAS AUDIO VIDEO TEXTAREA SELECT OPTION HEAD'.split(' '));
/** A text node of more characters is not gone through from its beginning: the first word on the screen is looked for. */
const LONG_TEXT = 2_000;
/** Words in a row that are not on the screen before the rest of a node is left: to ask where a word is takes the longer, the longer its line is. */
const MOST_MISSES = 200;
/** Letters that are measured as one: of scripts without blanks a whole paragraph stands together. */
const LONGEST_RUN = 40;
const RUNS = new RegExp(`\\S{1,${LONGEST_RUN}}`, 'gu');
/** Letters of less than so many pixels nobody reads. */
const LEAST_HEIGHT = 4;
/** Places of the screen, across and down, that are asked for what is fixed there. */
const GRID = [8, 6] as const;
const bytes = new TextEncoder();

/** An element of which nothing reaches the screen, but for what is fixed to it. */
function isAway(element: Element): boolean {
  const { left, top, right, bottom } = boxOf(element);
  // Those without a box (`display: contents`) and small ones say nothing about what is in them.
  if (right - left < 1 || bottom - top < 1) return false;
  const below = Math.max(bottom, top + element.scrollHeight);
  const beside = Math.max(right, left + element.scrollWidth);
  return below <= 0 || top >= innerHeight || beside <= 0 || left >= innerWidth;
}

const isOn = ({ left, top, right, bottom }: DOMRect): boolean => bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;

class Boxing {
  readonly found: BoxedWord[] = [];
  private readonly sight = new Sight();
  private readonly range = document.createRange();
  private readonly looked = new Set<Node>();
  private line = 0;
  private nodes = 0;
  private room = MOST_BOXED_TEXT;

  /** All of a page: what stands in it, then what is fixed to the screen and stands in something that was scrolled away. */
  * all(top: Element): Generator<void, void, void> {
    yield* this.in(top);
    for (const fixed of fixedOnScreen()) yield* this.at(fixed);
  }

  private isFull(): boolean {
    return this.found.length >= MOST_BOXED_WORDS || this.room <= 0 || this.nodes >= MOST_BOXED_NODES;
  }

  private * in(top: Node): Generator<void, void, void> {
    for (let node = firstChildOf(top); node !== null && !this.isFull(); node = nextSiblingOf(node)) yield* this.at(node);
  }

  private * at(node: Node): Generator<void, void, void> {
    this.nodes += 1;
    if (this.nodes % 8 === 0) yield;
    if (nodeTypeOf(node) === Node.TEXT_NODE) return yield* this.text(node as Text);
    if (!(node instanceof Element) || UNSEEN.has(nodeNameOf(node)) || isAway(node)) return;
    if (nodeNameOf(node) === 'SLOT') {
      const slotted = (node as HTMLSlotElement).assignedNodes();
      if (slotted.length > 0) {
        for (const one of slotted) yield* this.at(one);
        return;
      }
    }
    const isBlock = !/^(?:inline|contents)/.test(getComputedStyle(node).display);
    if (isBlock) this.line += 1;
    yield* this.in(shadowOf(node) ?? node);
    if (isBlock) this.line += 1;
  }

  private * text(node: Text): Generator<void, void, void> {
    const parent = parentOf(node);
    const text = textOf(node) ?? '';
    if (this.looked.has(node) || !/\S/.test(text) || !(parent instanceof Element || parent instanceof ShadowRoot)) return;
    this.range.selectNodeContents(node);
    if (!isOn(this.range.getBoundingClientRect())) return;
    const element = parent instanceof ShadowRoot ? parent.host : parent;
    if (this.sight.isHidden(element)) return;
    this.looked.add(node);
    let misses = 0;
    RUNS.lastIndex = text.length > LONG_TEXT ? this.firstOn(node, text) : 0;
    for (let from = RUNS.lastIndex; misses < MOST_MISSES && !this.isFull();) {
      RUNS.lastIndex = from;
      const run = RUNS.exec(text);
      if (run === null) return;
      from = RUNS.lastIndex;
      misses = this.word(node, run.index, run[0], element) ? 0 : misses + 1;
      yield;
    }
  }

  /** About where in a long text the screen begins: lines stand below one another. */
  private firstOn(node: Text, text: string): number {
    let [above, on] = [0, text.length - 1];
    while (on - above > LONG_TEXT / 4) {
      const middle = (above + on) >> 1;
      this.range.setStart(node, middle);
      this.range.setEnd(node, middle + 1);
      const { bottom, height } = this.range.getBoundingClientRect();
      if (height > 0 && bottom > 0) on = middle;
      else above = middle;
    }
    // From the beginning of a word.
    return above === 0 ? 0 : Math.max(0, text.slice(0, above).search(/\S*$/));
  }

  /** Takes a word as it stands, in as many parts as it is broken into; tells whether it reaches the screen. */
  private word(node: Text, start: number, word: string, element: Element): boolean {
    this.range.setStart(node, start);
    this.range.setEnd(node, start + word.length);
    const rects = [...this.range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
    const [first] = rects;
    if (first === undefined || !rects.some(isOn)) return false;
    if (!/[\p{L}\p{N}]/u.test(word)) return true;
    const parts = rects.length === 1 ? [{ word, rect: first }] : this.broken(node, start, word);
    for (const part of parts) this.take(part.word, part.rect, element);
    return true;
  }

  /** The parts of a word that goes over the end of a line. */
  private broken(node: Text, start: number, word: string): { word: string; rect: DOMRect }[] {
    const parts: { word: string; rect: DOMRect }[] = [];
    let at = start;
    for (const letter of word) {
      this.range.setStart(node, at);
      this.range.setEnd(node, at + letter.length);
      at += letter.length;
      const rect = this.range.getBoundingClientRect();
      const last = parts[parts.length - 1];
      if (last && Math.abs(last.rect.top - rect.top) < rect.height / 2) {
        last.word += letter;
        const [left, right] = [Math.min(last.rect.left, rect.left), Math.max(last.rect.right, rect.right)];
        last.rect = new DOMRect(left, last.rect.top, right - left, last.rect.height);
      } else parts.push({ word: letter, rect });
    }
    return parts;
  }

  private take(word: string, rect: DOMRect, element: Element): void {
    const left = Math.max(0, rect.left);
    const top = Math.max(0, rect.top);
    const [width, height] = [Math.min(innerWidth, rect.right) - left, Math.min(innerHeight, rect.bottom) - top];
    // Of a word of which half is cut off nobody says that it is seen.
    if (rect.height < LEAST_HEIGHT || width < rect.width / 2 || height < rect.height / 2) return;
    if (!this.sight.sees(element, left + width / 2, top + height / 2)) return;
    this.found.push({ word, line: this.line, x: left, y: top, width, height });
    this.room -= bytes.encode(word).length + 1;
  }
}

/** What is fixed to the screen, wherever in the document it stands. */
function fixedOnScreen(): Set<Element> {
  const fixed = new Set<Element>();
  const looked = new Set<Element>();
  const [across, down] = GRID;
  for (let at = 0; at < across * down; at += 1) {
    const [x, y] = [(at % across + 0.5) * innerWidth / across, (Math.floor(at / across) + 0.5) * innerHeight / down];
    for (let node: Node | null = document.elementFromPoint(x, y); node instanceof Element && !looked.has(node); node = parentOf(node)) {
      looked.add(node);
      if (getComputedStyle(node).position === 'fixed') fixed.add(node);
    }
  }
  return fixed;
}

/** The words on the screen, in slices; empty where the page is enlarged by fingers: its picture shows a part of what is measured. */
export async function boxedWords(): Promise<BoxedWord[]> {
  const top = body();
  if (top === null || (visualViewport && Math.abs(visualViewport.scale - 1) > 0.01)) return [];
  const boxing = new Boxing();
  const steps = boxing.all(top);
  for (let work = 0; work < MOST_BOXING;) {
    const start = performance.now();
    let ended = false;
    while (!ended && performance.now() - start < SLICE) ended = steps.next().done === true;
    if (ended) break;
    work += performance.now() - start;
    await rest();
  }
  return boxing.found;
}
