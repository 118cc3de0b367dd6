/** What a person sees of a page at this moment, read from the page itself and in another way than the extension does. */

/** Runs in the page: { url, title, visible, lines } with the text of each piece that is in the window, shown and not covered. */
function look() {
  const lines = [];
  const inWindow = ({ left, top, right, bottom, width, height }) => width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  /** The topmost thing at a point belongs to the text's element, or the other way round. */
  const uncovered = (element, { left, top, right, bottom }) => {
    const [x, y] = [(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2];
    const root = element.getRootNode();
    const there = root.elementFromPoint(x, y);
    return there === null || there === element || element.contains(there) || there.contains(element);
  };
  const seen = (node) => {
    const range = node.ownerDocument.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(inWindow);
    const element = node.parentElement;
    return boxes.length > 0 && element !== null && element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && boxes.some((box) => uncovered(element, box));
  };
  const walk = (root) => {
    for (const child of root.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        const text = child.data.replace(/\s+/g, ' ').trim();
        if (text && seen(child)) lines.push(text);
      } else if (child.nodeType === Node.ELEMENT_NODE && !/^(?:SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/.test(child.nodeName)) {
        if (child.shadowRoot) walk(child.shadowRoot);
        walk(child);
      }
    }
  };
  if (document.body) walk(document.body);
  return { url: location.href, title: document.title, visible: document.visibilityState === 'visible', lines };
}

export const lookAt = (page) => page.evaluate(look);
/** All the page's text, seen or not: what is no other page's word must not be here either. */
export const wholeText = (page) => page.evaluate(() => document.body?.textContent.replace(/\s+/g, ' ') ?? '');
