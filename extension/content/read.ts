/** Reads the page that is shown: title, language, HTML and visible text, in slices that never hold up the page. */
import { LEAVING_WORK, MOST_TEXT, MOST_WORK, SLICE, WHOLE_TEXT_CHARS, WHOLE_TEXT_NODES } from './limits.js';
import { type Walked, walk } from './walk.js';

export interface Reading {
  title: string; lang: string; referrer: string; html: string; text: string; shadows: ShadowRoot[];
  /** Milliseconds of the main thread, all slices together, and the longest of them. */
  work: number; longest: number;
}

/** The page gets its thread back; we go on when it has nothing better to do, or after a while. */
const rest = (): Promise<void> => new Promise((resolve) => {
  requestIdleCallback(() => resolve(), { timeout: 500 });
});

/** Measures our time on the page's main thread. */
class Stopwatch {
  work = 0;
  longest = 0;
  slice<Value>(task: () => Value): Value {
    const start = performance.now();
    try {
      return task();
    } finally {
      const took = performance.now() - start;
      this.work += took;
      this.longest = Math.max(this.longest, took);
    }
  }
}

/** Goes on for `budget` ms; true when the walk has ended. */
function goOn(steps: Generator<void, void, void>, budget: number): boolean {
  const end = performance.now() + budget;
  while (!steps.next().done) if (performance.now() >= end) return false;
  return true;
}

const tidied = (text: string): string =>
  text.replace(/[^\S\n]+/g, ' ').replace(/ ?\n[ \n]*/g, '\n').trim();

/** `innerText` where the page is of a bearable size and at rest, the walked text elsewhere. */
function visibleText(walked: Walked, busy: boolean): string {
  const whole = !busy && !walked.cut && walked.nodes <= WHOLE_TEXT_NODES && walked.text.length <= WHOLE_TEXT_CHARS;
  if (!whole) return tidied(walked.text.slice(0, MOST_TEXT));
  const parts = [document.body?.innerText ?? ''];
  for (const shadow of walked.shadows) {
    for (const child of shadow.children) if (child instanceof HTMLElement) parts.push(child.innerText);
  }
  return parts.join('\n').slice(0, MOST_TEXT);
}

const begin = (): { walked: Walked; steps: Generator<void, void, void> } => {
  const walked: Walked = { html: '', text: '', nodes: 0, shadows: [], cut: false };
  return { walked, steps: walk(document.documentElement, walked) };
};

const reading = (walked: Walked, text: string, watch: Stopwatch): Reading => ({
  title: document.title.slice(0, 1_000), lang: document.documentElement.lang.slice(0, 35), referrer: document.referrer.slice(0, 2_048),
  html: walked.html, text, shadows: walked.shadows, work: watch.work, longest: watch.longest,
});

/** Reads in slices. `busy`: the page never rests, so nothing may force its layout. */
export async function readPage(busy: boolean): Promise<Reading> {
  const watch = new Stopwatch();
  const { walked, steps } = begin();
  while (!watch.slice(() => goOn(steps, SLICE))) {
    if (watch.work >= MOST_WORK) { walked.cut = true; break; }
    await rest();
  }
  await rest();
  const text = watch.slice(() => visibleText(walked, busy));
  return reading(walked, text, watch);
}

/** Reads what can be read at once, for a page that is being left. */
export function readLeaving(): Reading {
  const watch = new Stopwatch();
  const { walked, steps } = begin();
  if (!watch.slice(() => goOn(steps, LEAVING_WORK))) walked.cut = true;
  const text = watch.slice(() => visibleText(walked, false));
  return reading(walked, text, watch);
}
