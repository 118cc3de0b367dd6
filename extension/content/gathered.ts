/**
 * What was on screen of a page so far, line by line, so that what has left the document since (lists that drop their rows,
 * feeds, closed panels) is kept behind what is there. Clocks and counters are one line whatever they show.
 */

/** Characters of lines that left the document which are kept; more are dropped, the newest first. */
const MOST_EARLIER = 1 << 17;
/** Lines that are known of one page; a page that shows more goes on unread. */
const MOST_LINES = 40_000;

/** A line of more characters is no clock and no counter. */
const LONGEST_COUNTER = 120;

/** A text whatever its numbers: those of clocks, counters and maps are no words. What follows a letter is part of a name. */
export const numbersAside = (text: string): string => text.replace(/(?<![\p{L}\d])\d+/gu, '#');

/** What makes lines the same: of each what it is whatever its numbers, and of a list of them, which differ in numbers alone, all that it says. */
function* keyed(text: string): Generator<{ line: string; key: string; aside: string }> {
  const lines = linesOf(text).map((line) => ({ line, aside: numbersAside(line).trim() }));
  const often = new Map<string, number>();
  for (const { aside } of lines) often.set(aside, (often.get(aside) ?? 0) + 1);
  for (const { line, aside } of lines) {
    const isItself = line.length > LONGEST_COUNTER || (often.get(aside)! > 1 && /\p{L}{3}/u.test(line));
    yield { line, aside, key: isItself ? line.trim() : aside };
  }
}

/** Lines of a visible text, without those that say nothing. */
export const linesOf = (text: string): string[] => text.split(/[\n\t]/).filter((line) => /[\p{L}\p{N}]/u.test(line));

export class Gathered {
  /** By what makes a line the same, in the order they came. */
  private readonly lines = new Map<string, string>();

  /** Takes what is on screen now; gives how many characters of it are new. */
  add(text: string): number {
    let fresh = 0;
    for (const { line, key } of keyed(text)) {
      if (this.lines.has(key) || this.lines.size >= MOST_LINES) continue;
      this.lines.set(key, line);
      fresh += key.length;
    }
    return fresh;
  }

  /** What was on screen and is not in `text`. */
  earlier(text: string): string {
    const here = new Set<string>();
    for (const { key, aside } of keyed(text)) here.add(key).add(aside);
    const gone: string[] = [];
    let room = MOST_EARLIER;
    for (const [key, line] of this.lines) {
      if (here.has(key)) continue;
      room -= line.length + 1;
      if (room < 0) break;
      gone.push(line);
    }
    return gone.join('\n');
  }
}
