/** What of a page is seen at a point: an element that is not hidden, and that nothing lies over through which it cannot be seen. */
import { parentOf } from './dom.js';

/** What paints whatever its background. */
const PAINTERS = new Set(['IMG', 'VIDEO', 'CANVAS', 'IFRAME', 'OBJECT', 'EMBED']);
/** How opaque (0 to 1) what lies over a word may be. */
const VEIL = 0.3;

const alphaOf = (colour: string): number => {
  const parts = /^rgba?\(([^)]*)\)$/.exec(colour)?.[1]?.split(/[\s,/]+/);
  return parts?.[3] === undefined ? (colour === 'transparent' ? 0 : 1) : Number(parts[3]);
};

export class Sight {
  private readonly hidden = new Map<Element, boolean>();
  private readonly clear = new Map<Element, boolean>();

  /** Whether it, or what it stands in, is not shown, or so faintly that nobody reads it. */
  isHidden(element: Element): boolean {
    let hidden = this.hidden.get(element);
    if (hidden === undefined) {
      hidden = !element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
        || alphaOf(getComputedStyle(element).color) === 0;
      this.hidden.set(element, hidden);
    }
    return hidden;
  }

  /** Whether what `element` writes at a point is seen there. */
  sees(element: Element, x: number, y: number): boolean {
    const scope = element.getRootNode();
    if (!(scope instanceof Document || scope instanceof ShadowRoot)) return false;
    const over = scope.elementFromPoint(x, y);
    if (over !== null && this.isOf(over, element)) return true;
    const stack = scope.elementsFromPoint(x, y);
    const at = stack.findIndex((one) => this.isOf(one, element));
    if (at >= 0) return stack.slice(0, at).every((one) => this.isClear(one));
    // Who takes no clicks is not among them, however well it is seen.
    return getComputedStyle(element).pointerEvents === 'none' && stack.some((one) => one.contains(element));
  }

  /** The element itself or what stands in it; or, where it is not replaced by one, the nearest box that it stands in line with. */
  private isOf(one: Element, element: Element): boolean {
    return one === element || element.contains(one) || (parentOf(element) === one && /^contents$/.test(getComputedStyle(element).display));
  }

  private isClear(element: Element): boolean {
    let clear = this.clear.get(element);
    if (clear === undefined) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      clear = !PAINTERS.has(element.nodeName) && (Number(opacity) < VEIL || (backgroundImage === 'none' && alphaOf(backgroundColor) < VEIL));
      this.clear.set(element, clear);
    }
    return clear;
  }
}
