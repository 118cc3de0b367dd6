/** The parts of the measurement: each takes the browser with the memory in it and gives what was noted. */
import { typed, watch } from '../bench-search/typing.mjs';
import { below, seeded } from '../bench-search/random.mjs';
import { sleep, until } from '../../tests/browser/lib/until.mjs';
import { memoryOf, since, workOf } from './counts.mjs';
import { scrub, wheel } from './hands.mjs';
import { DAYS, dayAt, typedTexts } from './memory.mjs';
import { noteFrames, noteJumps, noteOpening } from './watch.mjs';

const [OPENED, TYPED, JUMPED] = [9, 20, 30];
const PLAYBACK = 'views/playback/playback.html';

/** Opens a view anew; ms to its first picture and to all that are on the screen. */
async function opened(driven, hash) {
  const page = await driven.page();
  await page.bringToFront();
  const url = `${driven.extension}/${PLAYBACK}`;
  // Firefox runs nothing ahead of an extension's page, and never tells that one has loaded: there it is looked for as soon as it is there.
  if (driven.name === 'chrome') await page.evaluateOnNewDocument(noteOpening);
  page.goto(url + hash).catch(() => null);
  if (driven.name === 'firefox') await until(() => page.evaluate(`location.href.startsWith('${url}') && ((${noteOpening})(), true)`).catch(() => false), { every: 2, what: 'the page did not come' });
  const isThere = () => page.evaluate(() => (globalThis.opening?.all > 0 ? globalThis.opening : null)).catch(() => null);
  const { first, all } = await until(isThere, { every: 100, what: 'no picture came' });
  await page.close();
  return { first, all };
}

/** The first after the browser's start, whose engine reads the whole memory, and those after it. */
export async function open(driven) {
  const result = {};
  for (const view of ['grid', 'reel']) {
    const all = [];
    for (let i = 0; i <= OPENED; i += 1) all.push(await opened(driven, `#/${view}`));
    result[view] = { begun: all[0], first: all.slice(1).map(({ first }) => first), all: all.slice(1).map((one) => one.all) };
  }
  return result;
}

async function playback(driven, view = 'grid') {
  const page = await driven.own(`${PLAYBACK}#/${view}`);
  await page.bringToFront();
  const box = view === 'grid' ? '.tile .picture img' : '.frame .picture img';
  await until(() => page.$(box), { what: 'no picture came' });
  await sleep(1_000);
  return page;
}

/** Frames of a page while something is done to it. */
async function framesWhile(driven, page, deed) {
  await page.evaluate(noteFrames);
  const before = await workOf(driven, page);
  const inputs = await deed();
  const work = since(before, await workOf(driven, page));
  return { ...await page.evaluate(() => globalThis.ended()), inputs, work };
}

/** A page with nothing in it: what the browser itself makes of such a machine. */
export async function empty(driven, ms) {
  const page = await driven.own();
  await page.bringToFront();
  const noted = await framesWhile(driven, page, () => wheel(page, 'body', ms, 100));
  await page.close();
  return noted;
}

/** What is done to a page for so long. */
const DEEDS = {
  grid: ['grid', (page, ms) => wheel(page, '.scroller', ms, 240)],
  rail: ['grid', (page, ms) => scrub(page, '.rail', ms)],
  scrub: ['reel', (page, ms) => scrub(page, '.overview', ms)],
  strip: ['reel', (page, ms) => wheel(page, '.strip', ms, 100)],
};

export async function frames(driven, name, ms) {
  const [view, deed] = DEEDS[name];
  const page = await playback(driven, view);
  const noted = await framesWhile(driven, page, () => deed(page, ms));
  await page.close();
  return noted;
}

export async function type(driven, count) {
  const page = await playback(driven);
  await page.evaluate(watch);
  await page.focus('input[type=search]');
  let strokes = [];
  const noted = await framesWhile(driven, page, async () => {
    strokes = await typed(page, typedTexts(count, TYPED));
    return strokes.length;
  });
  await page.close();
  return { ...noted, shown: strokes.map((one) => one.shown).filter(Boolean), results: strokes.map((one) => one.painted).filter(Boolean) };
}

/** By the sheet that asks for a date, as a person does. */
export async function jump(driven) {
  const page = await playback(driven);
  await page.evaluate(noteJumps);
  const random = seeded(11);
  for (let i = 0; i < JUMPED; i += 1) {
    await page.keyboard.press('g');
    await page.waitForSelector('dialog[open] input[type=date]');
    await page.$eval('dialog[open] input[type=date]', (field, day) => { field.value = day; }, dayAt(below(random, DAYS)));
    await page.focus('dialog[open] input[type=date]');
    await page.click('dialog[open] button[type=submit]');
    await until(() => page.evaluate((nth) => globalThis.jumps[nth]?.all ?? false, i), { within: 12_000 }).catch(() => null);
  }
  const jumps = await page.evaluate(() => globalThis.jumps);
  await page.close();
  const each = (what) => jumps.map((one) => one[what]).filter((one) => one !== null);
  return { jumps: jumps.length, exact: each('exact'), first: each('first'), all: each('all') };
}

/** Memory of one page that is used for long: after a first round through both views, and after some more. */
export async function heap(driven, ms, rounds) {
  const page = await playback(driven);
  const switched = async (box) => { await page.keyboard.press('v'); await page.waitForSelector(box, { visible: true }); };
  const round = async () => {
    await wheel(page, '.scroller', ms, 240);
    await switched('.strip');
    await scrub(page, '.overview', ms);
    await wheel(page, '.strip', ms, 100);
    await switched('.scroller');
  };
  const [bytes, begun] = [[], await memoryOf(driven, page)];
  for (let i = 0; i <= rounds; i += 1) {
    await round();
    bytes.push(await memoryOf(driven, page));
  }
  await page.close();
  return { begun, bytes };
}
