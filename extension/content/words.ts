/**
 * The words on the screen as a picture of it has them. They are measured before it is taken and again behind it, and only those
 * count that stood in one place: whatever moved meanwhile would be marked beside itself.
 */
import { type ShotWords, WORD_UNITS } from '../bridge/shot-words.js';
import { type BoxedWord, boxedWords } from './word-boxes.js';

const placed = ({ word, x, y, width, height }: BoxedWord): string => `${[x, y, width, height].map(Math.round).join(' ')} ${word}`;

/** As they cross to the engine; null where there are none. */
function told(words: BoxedWord[]): ShotWords | null {
  const boxes: number[] = [];
  let text = '';
  let line = -1;
  for (const { word, x, y, width, height, line: own } of words) {
    text += `${text === '' ? '' : own === line ? ' ' : '\n'}${word}`;
    line = own;
    const [left, right] = [x, x + width].map((at) => Math.min(WORD_UNITS, Math.round(at * WORD_UNITS / innerWidth)));
    const [top, bottom] = [y, y + height].map((at) => Math.min(WORD_UNITS, Math.round(at * WORD_UNITS / innerHeight)));
    boxes.push(left!, top!, right! - left!, bottom! - top!);
  }
  return text === '' ? null : { text, boxes };
}

export class Words {
  private before: Promise<BoxedWord[]> = Promise.resolve([]);

  /** A picture is taken next. */
  async look(): Promise<void> {
    this.before = measured();
    await this.before;
  }

  /** It was taken: the words that are where they were. */
  async still(): Promise<ShotWords | null> {
    const before = new Set((await this.before).map(placed));
    this.before = Promise.resolve([]);
    if (before.size === 0) return null;
    const now = await measured();
    return told(now.filter((word) => before.has(placed(word))));
  }
}

/** Whatever a page manages to break in this costs its marks, no more. */
const measured = (): Promise<BoxedWord[]> => boxedWords().catch(() => []);
