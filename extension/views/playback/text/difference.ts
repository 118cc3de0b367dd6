/**
 * What changed from one text to another, word by word: the shortest edit by E. W. Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986). Bounded: where too much changed, what differs is told as gone and new as a whole.
 */

export type ChangeKind = 'same' | 'gone' | 'new';
export interface Run { kind: ChangeKind; text: string }

/** Words of a text that are compared; what is behind them counts as one. */
const MOST_WORDS = 40_000;
/** Changed words beyond which no shortest edit is looked for: memory grows with the square. */
const MOST_CHANGES = 1_500;

/** Runs whose `same` and `gone` make the earlier text, whose `same` and `new` the later one. */
export function difference(earlier: string, later: string): Run[] {
  const [a, b] = [wordsOf(earlier), wordsOf(later)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const runs: Run[] = [];
  add(runs, 'same', a.slice(0, start));
  for (const run of edits(a.slice(start, a.length - end), b.slice(start, b.length - end))) add(runs, run.kind, [run.text]);
  add(runs, 'same', a.slice(a.length - end));
  return grouped(runs);
}

/** What changed side by side is one change: first all that is gone, then all that is new; a blank between two changes is of both. */
function grouped(runs: Run[]): Run[] {
  const told: Run[] = [];
  let [gone, fresh] = ['', ''];
  const end = (): void => {
    add(told, 'gone', [gone]);
    add(told, 'new', [fresh]);
    [gone, fresh] = ['', ''];
  };
  for (const [at, { kind, text }] of runs.entries()) {
    const isBetween = kind === 'same' && text.trim() === '' && at > 0 && at < runs.length - 1;
    if (kind === 'same' && !isBetween) {
      end();
      add(told, 'same', [text]);
      continue;
    }
    if (kind !== 'new') gone += text;
    if (kind !== 'gone') fresh += text;
  }
  end();
  return told;
}

/** Words, and what stands between them; signs one by one in scripts that have no blanks between words. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let known = 0;
  for (const [word] of text.matchAll(WORDS)) {
    words.push(word);
    known += word.length;
    if (words.length === MOST_WORDS) break;
  }
  if (known < text.length) words.push(text.slice(known));
  return words;
}

const SIGN = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}';
/** By a pattern and not by `Intl.Segmenter`, whose time grows with the square of a text in V8. */
const WORDS = new RegExp(`[${SIGN}]\\p{M}*|(?:(?![${SIGN}])[\\p{L}\\p{N}\\p{M}])+|[^\\p{L}\\p{N}\\p{M}]+`, 'gu');

function add(runs: Run[], kind: ChangeKind, words: string[]): void {
  const text = words.join('');
  const last = runs.at(-1);
  if (text === '') return;
  if (last?.kind === kind) last.text += text;
  else runs.push({ kind, text });
}

/** The shortest edit, forwards; `trace` keeps how far each diagonal was reached with so many changes. */
function edits(a: string[], b: string[]): Run[] {
  const whole: Run[] = [{ kind: 'gone', text: a.join('') }, { kind: 'new', text: b.join('') }];
  if (a.length === 0 || b.length === 0) return whole;
  const most = Math.min(a.length + b.length, MOST_CHANGES);
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let changes = 0; changes <= most; changes++) {
    trace.push(reach.slice(most - changes, most + changes + 3));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const at = most + 1 + diagonal;
      const down = diagonal === -changes || (diagonal !== changes && (reach[at - 1] as number) < (reach[at + 1] as number));
      let x = down ? reach[at + 1] as number : (reach[at - 1] as number) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      reach[at] = x;
      if (x >= a.length && x - diagonal >= b.length) return back(a, b, trace, changes);
    }
  }
  return whole;
}

/** Goes back along the trace, from the end of both. */
function back(a: string[], b: string[], trace: Int32Array[], changes: number): Run[] {
  const steps: Run[] = [];
  let [x, y] = [a.length, b.length];
  for (let depth = changes; depth > 0; depth--) {
    const reached = trace[depth] as Int32Array;
    const diagonal = x - y;
    const at = depth + 1 + diagonal;
    const down = diagonal === -depth || (diagonal !== depth && (reached[at - 1] as number) < (reached[at + 1] as number));
    const from = diagonal + (down ? 1 : -1);
    const fromX = reached[depth + 1 + from] as number;
    const fromY = fromX - from;
    for (; x > fromX && y > fromY; x--, y--) steps.push({ kind: 'same', text: a[x - 1] as string });
    steps.push(down ? { kind: 'new', text: b[fromY] as string } : { kind: 'gone', text: a[fromX] as string });
    [x, y] = [fromX, fromY];
  }
  for (; x > 0; x--) steps.push({ kind: 'same', text: a[x - 1] as string });
  return steps.reverse();
}
