/** A canvas whose size is known without asking: whoever asks in the middle of a movement has the browser lay the page out for it. */
import { el } from '../../shared/dom.js';

export class Board {
  readonly element = el('canvas', { 'aria-hidden': 'true' });
  /** In CSS pixels; 0 while it has no room. */
  width = 0;
  height = 0;

  /** `resized` is told of its first size, too. */
  constructor(resized: () => void) {
    new ResizeObserver((entries) => {
      const box = entries[entries.length - 1]?.contentRect;
      [this.width, this.height] = [Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)];
      resized();
    }).observe(this.element);
  }

  /** Empty, and as sharp as the screen; null when there is no room. */
  clear(): CanvasRenderingContext2D | null {
    const { element, width, height } = this;
    const brush = width > 0 && height > 0 ? element.getContext('2d') : null;
    if (!brush) return null;
    const sharp = Math.min(3, devicePixelRatio || 1);
    const [wide, tall] = [Math.round(width * sharp), Math.round(height * sharp)];
    if (element.width !== wide || element.height !== tall) [element.width, element.height] = [wide, tall];
    brush.setTransform(sharp, 0, 0, sharp, 0, 0);
    brush.clearRect(0, 0, width, height);
    return brush;
  }
}
