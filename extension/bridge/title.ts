/** Titles as pages have them, made readable: whatever a page calls itself, its name is one line that shows what it says. Pure. */
import type { Span } from './engine.js';

/** Signs that turn the words around, or that take no room. Joiners stay: scripts and emoji are written with them. */
const UNSEEN = /[\p{Bidi_Control}\u00ad\u200b\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;
const BLANKS = /[\p{Cc}\s\u2800\u3164\uffa0]+/gu;
/** What leaves ink: a name without any is none. Some letters and symbols are blank by their shape alone (fillers, the empty Braille cell, a note without a head). */
const INK = /[^\p{M}\p{C}\p{White_Space}\p{Default_Ignorable_Code_Point}\u2800\u{13441}\u{13442}\u{1d159}]/u;
/** Marks pile up over the lines around; no script needs more than four on a letter. Signs of format between them change nothing of that. */
const PILED = /((?:\p{M}\p{Cf}*){4})(?:\p{M}\p{Cf}*)+/gu;
/** More than this is no name: nobody reads it, and a screen reader would say all of it. */
const LONGEST = 300;

/** A title in one line, without signs that hide or turn what it says, and no longer than a name. */
export function readableTitle(title: string): string {
  const line = oneLine(title).trim();
  if (!INK.test(line)) return '';
  return line.length > LONGEST ? `${cut(line, LONGEST)}…` : line;
}

/** The same of a title in runs; none when nothing of it can be read. */
export function readableSpans(runs: readonly Span[]): Span[] {
  const shown: Span[] = [];
  let room = LONGEST;
  for (const { text, lit } of runs) {
    const line = shown.length === 0 ? oneLine(text).trimStart() : oneLine(text);
    if (room <= 0 || line === '') continue;
    shown.push({ text: line.length > room ? `${cut(line, room)}…` : line, lit });
    room -= line.length;
  }
  return shown.some(({ text }) => INK.test(text)) ? shown : [];
}

/** Words in one line; the blanks at either end stay. */
export const oneLine = (words: string): string => words.replace(UNSEEN, '').replace(PILED, '$1').replace(BLANKS, ' ');

/** Never between the halves of a sign. */
const cut = (line: string, at: number): string => line.slice(0, at).replace(/[\ud800-\udbff\u200d]$/, '').trimEnd();
