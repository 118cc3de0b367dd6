/** What a test does to a page of the stage, and what must hold of every one of them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';

export const until = (page, condition, ...args) => page.waitForFunction(condition, { polling: 20 }, ...args);
export const text = (page, selector) => page.$eval(selector, (node) => node.textContent);
/** Waits until something says these words; what it says instead is told when they do not come. */
export const says = (page, selector, words) => until(page, (at, part) => document.querySelector(at)?.textContent.includes(part), selector, words)
  .catch(async (error) => { throw new Error(`${selector} says ${JSON.stringify(await text(page, selector).catch(String))} and not ${JSON.stringify(words)}`, { cause: error }); });
export const world = (page, pick) => page.evaluate(pick);

export async function press(page, ...chords) {
  for (const chord of chords) {
    const keys = chord === '+' ? ['+'] : chord.split('+');
    for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
    await page.keyboard.press(keys.at(-1));
    for (const key of keys.slice(0, -1).reverse()) await page.keyboard.up(key);
  }
}

/** Where playback is. */
export const place = (page) => page.evaluate(() => ({ view: harness.app.playback.place.view, ordinal: harness.app.here, total: harness.app.playback.memory.total }));
const nameOf = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);
/** What the focus is called, once that is known; in a list it is what the eye reads there. */
export async function named(page) {
  await until(page, (loading) => !document.activeElement.textContent.includes(loading), 'Loading');
  return nameOf(page);
}

/** What `look` sees becomes this: a key is answered when the view has drawn, and its words when the engine has said them. */
async function becomes(page, look, wanted, what) {
  const patience = performance.now() + 30_000;
  let seen = await look(page);
  while (!isDeepStrictEqual(seen, wanted) && performance.now() < patience) seen = await look(page);
  assert.deepEqual(seen, wanted, what);
}
export const isAt = (page, ordinal, what) => becomes(page, async () => (await place(page)).ordinal, ordinal, what);
export const isNamed = (page, name) => becomes(page, nameOf, name);

/** The focus is on something that is in the document, on screen, within `inside`, and shows a ring. */
export const focused = (page, inside) => becomes(page, () => page.evaluate((selector) => {
  const target = document.activeElement;
  const box = target.getBoundingClientRect();
  const ringed = [target, ...target.querySelectorAll('.picture, .frame.middle')];
  return [
    target === document.body && 'nothing has the focus', target.closest(selector) === null && `${target.tagName}.${target.className} has it`,
    (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth || box.width <= 0) && `${target.tagName}.${target.className} is not on screen`,
    ringed.every((element) => parseFloat(getComputedStyle(element).outlineWidth) < 2) && 'it has no ring',
  ].filter(Boolean);
}, inside), []);

/** Nothing moves or fades any more: what is half way between two states would be judged. */
export const settle = (page) => page.evaluate(async () => {
  // As it is drawn: a style that was changed just now has begun no transition yet.
  await new Promise(requestAnimationFrame);
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
});

/** A pixel has this colour, once the picture over it has faded in. */
export async function shows(page, x, y, colour, what) {
  const patience = performance.now() + 30_000;
  let seen = await pixel(page, x, y);
  while (seen.join() !== colour.join() && performance.now() < patience) seen = await pixel(page, x, y);
  assert.deepEqual(seen, colour, what);
}

/** The colour of a page's pixel as it is on screen, [r, g, b]. */
async function pixel(page, x, y) {
  const shot = await page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 1, height: 1 }, encoding: 'base64' });
  return page.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const brush = new OffscreenCanvas(1, 1).getContext('2d');
    brush.drawImage(image, 0, 0);
    return [...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, shot);
}

/** Runs in the page: what does not hold of it. Words of ours are sentences, never the names of sentences. */
function faults() {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('[aria-hidden=true]');
  const nameOf = (element) => element.ariaLabel || element.textContent.trim() || element.title || element.placeholder
    || [...element.labels ?? []].map((label) => label.textContent.trim()).join('') || element.getAttribute('aria-labelledby') || element.querySelector('img')?.alt;
  const nameless = [...document.querySelectorAll('button, a[href], input, select, textarea, summary, [tabindex="0"]')].filter((element) => shown(element) && !nameOf(element));
  return {
    refused: globalThis.refused,
    nameless: nameless.map((element) => element.outerHTML.slice(0, 120)),
    unsaid: [...new Set(document.body.innerText.match(/\b(?:shared|page|playback|popup|panel|settings|welcome|gone)_[a-z]\w*/g))],
    sideways: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
    many: document.querySelectorAll('*').length > 2500 ? document.querySelectorAll('*').length : 0,
  };
}

/** No error and no violation of the policy, everything has a name, nothing is wider than the window, the document is small. */
export async function sound(page, what = '') {
  assert.deepEqual(await page.evaluate(faults), { refused: [], nameless: [], unsaid: [], sideways: 0, many: 0 }, what);
}

/** Nothing that is shown or said hides what it says or turns it around, and no name is a text. */
export async function readable(page) {
  const said = await page.evaluate(() => [document.body.innerText, ...[...document.querySelectorAll('[aria-label], [title], [alt]')].flatMap((one) => ['aria-label', 'title', 'alt'].map((name) => one.getAttribute(name) ?? ''))]);
  assert.deepEqual(said.filter((words) => /[^\P{Cc}\n\t]|\p{Bidi_Control}/u.test(words)), []);
  assert.deepEqual(said.slice(1).filter((name) => name.length > 500), []);
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds; `only`: a rule by itself, where the others cannot differ. */
async function axe(page, only) {
  await page.evaluate(`${axeSource}; undefined`);
  return page.evaluate(async (runOnly, rules) => {
    const { violations } = await globalThis.axe.run(document, { runOnly, rules });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 120)} (${failureSummary.slice(0, 200)})`).join(' | ')}`);
  }, only ? { type: 'rule', values: [only] } : { type: 'tag', values: TAGS }, only ? {} : { 'target-size': { enabled: true } });
}

/** Sound, and axe finds nothing, once nothing fades any more: a button on its way from light to dark cannot be read by anyone. */
export async function accessible(page, what = '', only = null) {
  await sound(page, what);
  await settle(page);
  assert.deepEqual(await axe(page, only), [], `${what}: axe`);
}
