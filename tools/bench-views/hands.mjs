/** A person's hands, as real input of the browser: CDP's wheel and mouse in Chromium, WebDriver's in Firefox. */
import { setTimeout as sleep } from 'node:timers/promises';

/** An event each so many ms, as fast mice send them; slower where the browser takes longer to answer. */
const EVERY = 16;

/** Does `one(share)` again and again for so long, `share` going from 0 to 1; gives how often. */
async function keepDoing(ms, one) {
  const begun = performance.now();
  let count = 0;
  for (let gone = 0; gone < ms; gone = performance.now() - begun) {
    await one(gone / ms, count);
    count += 1;
    await sleep(Math.max(0, begun + count * EVERY - performance.now()));
  }
  return count;
}

const boxOf = (page, selector) => page.$eval(selector, (element) => {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  // Of a page that is longer than the window: what can be reached.
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  return { x, y, width: Math.min(innerWidth, right) - x, height: Math.min(innerHeight, bottom) - y };
});

/** Turns the wheel over an element: long runs down, now and then a short one back. */
export async function wheel(page, selector, ms, notch) {
  const { x, y, width, height } = await boxOf(page, selector);
  await page.mouse.move(x + width / 2, y + height / 2);
  return keepDoing(ms, (_, nth) => page.mouse.wheel({ deltaY: nth % 120 < 100 ? notch : -notch }));
}

/** Holds the mouse down on a bar and goes to and fro along it, a few times over all of it. */
export async function scrub(page, selector, ms) {
  const { x, y, width, height } = await boxOf(page, selector);
  const at = (share) => {
    const along = 0.5 - 0.48 * Math.cos(share * 6 * Math.PI);
    return width > height ? [x + width * along, y + height / 2] : [x + width / 2, y + height * along];
  };
  await page.mouse.move(...at(0));
  await page.mouse.down();
  const count = await keepDoing(ms, (share) => page.mouse.move(...at(share)));
  await page.mouse.up();
  return count;
}
