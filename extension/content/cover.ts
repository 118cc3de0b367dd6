/** What lies over most of a page, as a consent wall, a dialog or a loader does: a picture of it is none of the page. */
import { parentOf, root, shadowOf } from './dom.js';

/** Of the screen, in its width and height; it is covered where most of them are. */
const POINTS = [[0.5, 0.5], [0.25, 0.3], [0.75, 0.3], [0.25, 0.7], [0.75, 0.7]] as const;
const MOST = 3;

const sizeOf = (element: Element): number => element.getElementsByTagName('*').length;

function topmost(tree: Document | ShadowRoot, x: number, y: number): Element | null {
  const there = tree.elementFromPoint(x, y);
  const shadow = there && shadowOf(there);
  const inside = shadow ? topmost(shadow, x, y) : null;
  return inside ?? there;
}

/** Whether an element stands in something that stays where it is on the screen, and holds less than half of the page: the other is an application's frame. */
function isOver(element: Element | null): boolean {
  for (let at: Node | null = element; at !== null; at = at instanceof ShadowRoot ? at.host : parentOf(at)) {
    if (at instanceof Element && (getComputedStyle(at).position === 'fixed' || at.matches(':modal'))) return 2 * sizeOf(at) < sizeOf(root()!);
  }
  return false;
}

function isCovered(): boolean {
  return POINTS.filter(([x, y]) => isOver(topmost(document, innerWidth * x, innerHeight * y))).length >= MOST;
}

export class Cover {
  private isDown = false;

  /** A picture may be taken now. `busy`: the page never rests, so nothing may force its layout. */
  note(busy: boolean): void { this.isDown = !busy && isCovered(); }

  /** Whether a picture would show little else, as far as is known. */
  isThere(): boolean { return this.isDown; }

  /** Whether it was there when that was noted, and is not any more. */
  went(): boolean {
    const went = this.isDown && !isCovered();
    if (went) this.isDown = false;
    return went;
  }
}
