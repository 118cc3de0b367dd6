/** What the tests of the playback page share: browsers, pages of the harness, keys, and what must hold everywhere. */
import assert from 'node:assert/strict';

export const BROWSERS = {
  chromium: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', pipe: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync', '--no-first-run'],
  },
  firefox: { browser: 'firefox', executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr', protocol: 'webDriverBiDi' },
};

/** A page of the harness that fails the test on any script error. */
export async function open(site, browser, query, hash = '#/grid', { width = 1280, height = 800, theme = 'light' } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  page.broken = [];
  page.on('pageerror', (error) => page.broken.push(error.message));
  await page.setViewport({ width, height });
  if (browser.name === 'chromium') await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }, { name: 'prefers-reduced-motion', value: 'no-preference' }]);
  await page.goto(`${site.url}?${query}${hash}`);
  await page.waitForFunction(() => globalThis.harness !== undefined);
  return page;
}

/** Closes a page after what must hold everywhere: no error, no violation of the policy, a small document. */
export async function done(page) {
  const { violations, nodes } = await page.evaluate(() => ({ violations: harness.violations, nodes: document.querySelectorAll('*').length }));
  assert.deepEqual(page.broken, []);
  assert.deepEqual(violations, []);
  assert.ok(nodes <= 2500, `${nodes} nodes`);
  await page.close();
}

export const place = (page) => page.evaluate(() => ({ view: harness.app.playback.place.view, ordinal: harness.app.here, total: harness.app.playback.memory.total }));
export const named = (page) => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent);

/** The focus is on something that is in the document, on screen, in the view, and shows a ring. */
export async function focused(page, inside) {
  const found = await page.evaluate((selector) => {
    const target = document.activeElement;
    const box = target.getBoundingClientRect();
    const ringed = [target, ...target.querySelectorAll('.picture, .frame.middle')];
    return {
      body: target === document.body, inside: target.closest(selector) !== null,
      seen: box.bottom > 0 && box.top < innerHeight && box.width > 0, ring: ringed.some((element) => parseFloat(getComputedStyle(element).outlineWidth) >= 2),
      what: `${target.tagName}.${target.className}`,
    };
  }, inside);
  assert.ok(!found.body && found.inside && found.seen && found.ring, JSON.stringify(found));
}

export async function press(page, ...chords) {
  for (const chord of chords) {
    const keys = chord === '+' ? ['+'] : chord.split('+');
    for (const key of keys.slice(0, -1)) await page.keyboard.down(key);
    await page.keyboard.press(keys.at(-1));
    for (const key of keys.slice(0, -1).reverse()) await page.keyboard.up(key);
  }
}

/** The colour of a page's pixel as it is on screen, [r, g, b]. */
export async function pixel(page, x, y) {
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

export const until = (page, condition, ...args) => page.waitForFunction(condition, { polling: 30 }, ...args);
