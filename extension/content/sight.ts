/** What of a page is seen at a point: an element that is not hidden, and that nothing lies over through which it cannot be seen. */
import { boxOf, containsOf, isVisible, parentOf, rootNodeOf } from './dom.js';

/** What paints whatever its background. */
const PAINTERS = new Set(['IMG', 'VIDEO', 'CANVAS', 'IFRAME', 'OBJECT', 'EMBED']);
/** Parts of a drawing that paint nothing by themselves. */
const DRAWING = new Set(['svg', 'g', 'text', 'tspan', 'textPath', 'a', 'title', 'desc', 'defs', 'symbol', 'use']);
/** How opaque (0 to 1) what lies over a word may be, and how opaque the word must be. */
const VEIL = 0.3;
/** What is blurred by more pixels cannot be read. */
const READABLE_BLUR = 2;

/** How opaque a computed colour is: `rgb(…)`, `rgba(…, a)`, or any newer form with `/ a`. */
export function alphaOf(colour: string): number {
  if (colour === 'transparent') return 0;
  const part = /\/\s*([\d.]+)(%?)\s*\)$/.exec(colour) ?? /^rgba\([^/]*,\s*([\d.]+)(%?)\s*\)$/.exec(colour);
  if (!part) return 1;
  return Number(part[1]) / (part[2] === '%' ? 100 : 1);
}

const paints = ({ backgroundColor, backgroundImage }: CSSStyleDeclaration): boolean => backgroundImage !== 'none' || alphaOf(backgroundColor) >= VEIL;

/** Whether what is in an element with this style is too faint, blurred or masked to be read. */
function isDimmed({ filter, maskImage }: CSSStyleDeclaration): boolean {
  const blur = /blur\(([\d.]+)px\)/.exec(filter);
  const shown = /opacity\(([\d.]+)\)/.exec(filter);
  return (blur !== null && Number(blur[1]) > READABLE_BLUR) || (shown !== null && Number(shown[1]) < VEIL) || (maskImage !== undefined && maskImage !== 'none' && maskImage !== '');
}

export class Sight {
  private readonly hidden = new Map<Element, boolean>();
  private readonly clear = new Map<Element, boolean>();
  private readonly opacities = new Map<Element, number>();
  private readonly veiled = new Map<Element, boolean>();

  /** Whether what an element writes is not shown, or so that nobody reads it. */
  isHidden(element: Element): boolean {
    let hidden = this.hidden.get(element);
    if (hidden === undefined) {
      hidden = !isVisible(element) || this.opacityOf(element) < VEIL || this.isVeiled(element) || isCovered(element, '::before') || isInkless(getComputedStyle(element));
      this.hidden.set(element, hidden);
    }
    return hidden;
  }

  /** Whether what `element` writes at a point is seen there. */
  sees(element: Element, x: number, y: number): boolean {
    const scope = rootNodeOf(element);
    if (!(scope instanceof Document || scope instanceof ShadowRoot)) return false;
    // A layer of the document lies over a tree of its own as well.
    if (scope instanceof ShadowRoot && !this.sees(scope.host, x, y)) return false;
    const over = scope.elementFromPoint(x, y);
    if (over === null) return false;
    if (over === element) return true;
    // What stands in it lies beside its words, or over them.
    if (containsOf(element, over)) return this.isClear(over);
    const stack = scope.elementsFromPoint(x, y);
    const at = stack.findIndex((one) => one === element || containsOf(element, one) || this.standsIn(element, one));
    if (at >= 0) return stack.slice(0, at).every((one) => this.isClear(one));
    // Who takes no clicks is not among them, however well it is seen: then what is on top is what it stands in.
    return getComputedStyle(element).pointerEvents === 'none' && containsOf(over, element);
  }

  /** Whether an element without a box of its own stands in that one. */
  private standsIn(element: Element, one: Element): boolean {
    return parentOf(element) === one && getComputedStyle(element).display === 'contents';
  }

  /** How opaque an element is with all that it stands in. */
  private opacityOf(element: Element): number {
    let opacity = this.opacities.get(element);
    if (opacity === undefined) {
      const outer = outerOf(element);
      opacity = Number(getComputedStyle(element).opacity) * (outer ? this.opacityOf(outer) : 1);
      this.opacities.set(element, opacity);
    }
    return opacity;
  }

  /** Whether it, or what it stands in, is blurred or masked, or covered by what it puts before or behind its own content. */
  private isVeiled(element: Element): boolean {
    let veiled = this.veiled.get(element);
    if (veiled === undefined) {
      const outer = outerOf(element);
      veiled = isDimmed(getComputedStyle(element)) || isCovered(element, '::after') || (outer !== null && this.isVeiled(outer));
      this.veiled.set(element, veiled);
    }
    return veiled;
  }

  private isClear(element: Element): boolean {
    let clear = this.clear.get(element);
    if (clear === undefined) {
      const style = getComputedStyle(element);
      const isDrawn = element instanceof SVGElement && !DRAWING.has(element.nodeName) && style.fill !== 'none';
      clear = this.opacityOf(element) < VEIL || !(PAINTERS.has(element.nodeName) || isDrawn || paints(style) || style.backdropFilter.includes('blur'));
      this.clear.set(element, clear);
    }
    return clear;
  }
}

/** The element that it stands in, also across the border of a shadow tree. */
function outerOf(element: Element): Element | null {
  const around = parentOf(element);
  const outer = around instanceof ShadowRoot ? around.host : around;
  return outer instanceof Element ? outer : null;
}

/** Whether letters have no colour; those that show their background do. */
function isInkless({ color, webkitTextFillColor, backgroundClip }: CSSStyleDeclaration): boolean {
  return backgroundClip !== 'text' && (alphaOf(webkitTextFillColor) < VEIL || alphaOf(color) === 0);
}

/** Whether it paints a layer over its words that is about as large as it is. Over those of what stands in it only one behind its content does. */
function isCovered(element: Element, layer: '::before' | '::after'): boolean {
  const style = getComputedStyle(element, layer);
  if (style.position !== 'absolute' || /^(?:none|normal)$/.test(style.content) || Number(style.zIndex) < 0) return false;
  if (!paints(style) || Number(style.opacity) < VEIL) return false;
  const { width, height } = boxOf(element);
  return parseFloat(style.width) >= 0.8 * width && parseFloat(style.height) >= 0.8 * height;
}
