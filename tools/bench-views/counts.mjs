/** What a browser itself counts of a page: memory in use, and layouts and script so far. Firefox tells memory of the process alone. */
import { inside } from '../../tests/browser/lib/firefox-inside.mjs';
import { sleep } from '../../tests/browser/lib/until.mjs';

/** Lets the browser clear away what nobody needs, and lets what was asked for meanwhile come to an end. */
const REST = 2_000;

async function ofChromium(page) {
  const session = await page.createCDPSession();
  try {
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  } finally {
    await session.detach();
  }
}

/** Bytes in use: of the page's heap in Chromium; in Firefox of the process that all pages of extensions share. */
export async function memoryOf(driven, page) {
  await sleep(REST);
  if (driven.name === 'chrome') return ofChromium(page);
  await inside(driven, async () => { Services.obs.notifyObservers(null, 'child-gc-request'); });
  await sleep(REST);
  return inside(driven, async () => {
    const { children } = await ChromeUtils.requestProcInfo();
    return Math.max(...children.filter(({ type }) => type === 'extension').map(({ memory }) => memory));
  });
}

/** Layouts, recalculations of style and seconds of script since the page began; null in Firefox. */
export async function workOf(driven, page) {
  if (driven.name !== 'chrome') return null;
  const { LayoutCount, RecalcStyleCount, ScriptDuration, LayoutDuration, RecalcStyleDuration, TaskDuration } = await page.metrics();
  return { layouts: LayoutCount, styles: RecalcStyleCount, scriptMs: ScriptDuration * 1e3, layoutMs: (LayoutDuration + RecalcStyleDuration) * 1e3, taskMs: TaskDuration * 1e3 };
}

export const since = (before, after) => before && Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - before[key]]));
