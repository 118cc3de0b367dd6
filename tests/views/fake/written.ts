/** The words that are written on a drawn screen, as the content script tells those of a real one. */
import { type ShotWords, WORD_UNITS } from '../../../extension/bridge/shot-words.js';

/** Notes every word that `brush` writes from now on, on a screen of that size. */
export function written(brush: OffscreenCanvasRenderingContext2D, width: number, height: number): ShotWords {
  const words: ShotWords = { text: '', boxes: [] };
  const fillText = brush.fillText.bind(brush);
  brush.fillText = (text, x, y) => {
    fillText(text, x, y);
    const { a: scale } = brush.getTransform();
    for (const { 0: word, index } of text.matchAll(/\S+/g)) {
      const [before, { width: wide, fontBoundingBoxAscent: above, fontBoundingBoxDescent: below }] = [brush.measureText(text.slice(0, index)).width, brush.measureText(word)];
      const across = (at: number): number => Math.min(WORD_UNITS, Math.round(at * scale * WORD_UNITS / width));
      const down = (at: number): number => Math.min(WORD_UNITS, Math.max(0, Math.round(at * scale * WORD_UNITS / height)));
      const [left, right, top, bottom] = [across(x + before), across(x + before + wide), down(y - above), down(y + below)];
      words.text += `${words.text === '' ? '' : index === 0 ? '\n' : ' '}${word}`;
      words.boxes.push(left, top, right - left, bottom - top);
    }
  };
  return words;
}
