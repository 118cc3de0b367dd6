/** Walks through an application as a person does: opens, clicks, stays, scrolls, goes back; and writes down what was on screen. */
import { sleep, until } from '../../browser/lib/until.mjs';
import { lookAt } from './sight.mjs';

/** How long a route is stayed on (ms), and for how long something must have stood there to have been seen. */
const [STAY, SEEN] = [5_000, 1_200];

/** Whether a page went away under the question. */
const isPassing = (error) => /context was destroyed|no such (?:handle|frame|node)|detached|navigat|not clickable|not an Element/i.test(error?.message ?? '');
const passing = (error) => {
  if (!isPassing(error)) throw error;
  return null;
};

export class Walker {
  /** By address: { address, title, looks: [[lines]] }, in the order of the first stay. */
  routes = new Map();
  stays = 0;

  /** `addressOf` makes a page's address of a location. */
  constructor(page, origin, { addressOf }) {
    Object.assign(this, { page, origin, addressOf });
    this.since = performance.now();
  }

  #begin() { this.since = performance.now(); }

  async open(path) {
    this.#begin();
    await this.page.goto(this.origin + path, { waitUntil: 'domcontentloaded' });
  }

  /** Clicks the `n`th thing of a selector, as soon as it is there. */
  async click(selector, n = 0) {
    await until(async () => {
      // A page that comes or goes meanwhile takes what was found in it along.
      try {
        const thing = (await this.page.$$(selector))[n];
        if (!thing) return false;
        this.#begin();
        await thing.click();
        return true;
      } catch (error) {
        if (isPassing(error)) return false;
        throw error;
      }
    }, { within: 20_000, what: `nothing to click: ${selector}` });
  }

  /** Back, and the page of before is there. */
  async back() {
    const { url } = await this.#look();
    this.#begin();
    await this.page.evaluate(() => history.back()).catch(passing);
    await until(async () => (await this.#look()).url !== url, { within: 20_000, what: 'there was no way back' });
  }

  /** What is on screen, also while a page comes or goes. */
  #look() { return until(() => lookAt(this.page).catch(passing), { within: 20_000, every: 30, what: 'no page was there' }); }

  async press(key) {
    this.#begin();
    await this.page.keyboard.press(key);
  }

  /** Stays until `ms` have passed since the last deed, and notes what was on screen for a second of it, at the end. */
  async stay(ms = STAY) {
    this.stays += 1;
    await this.note(ms);
  }

  /** Scrolls by a window or so, `times` over, and reads what comes; `inside`: what is scrolled instead of the page. */
  async scroll(times = 1, ms = STAY, inside = null) {
    for (let i = 0; i < times; i += 1) {
      this.#begin();
      await this.page.evaluate((selector) => {
        const box = selector === null ? document.scrollingElement : document.querySelector(selector);
        box.scrollBy({ top: box.clientHeight * 0.85 });
      }, inside);
      await this.note(ms);
    }
  }

  /** A click that changes something on the page where one is. */
  async unfold(selector, ms = STAY) {
    await this.click(selector);
    await this.note(ms);
  }

  /** Notes what is on screen of the page where one is already. */
  async note(ms = STAY) {
    let [lines, after, address] = [[], null, ''];
    // Where nothing was to be seen for a second (a busy machine, a slow server) one stays until there was.
    for (let [end, patience] = [this.since + ms, 10]; lines.length === 0 && patience > 0; [end, patience] = [performance.now() + SEEN, patience - 1]) {
      await sleep(Math.max(0, end - SEEN - performance.now()));
      const before = await this.#look();
      await sleep(Math.max(0, end - performance.now()));
      after = await this.#look();
      address = this.addressOf(after.url);
      lines = this.addressOf(before.url) === address ? after.lines.filter((line) => before.lines.includes(line)) : [];
    }
    const route = this.routes.get(address) ?? { address, looks: [] };
    route.title = after.title;
    route.looks.push(lines);
    this.routes.set(address, route);
  }
}
