/** A person at a browser, by dice: what they do, and what they have seen of it for a second and longer. */
import { sleep } from '../../browser/lib/until.mjs';
import { lookAt } from './sight.mjs';

/** What says that nothing is there yet. */
const NOTICE = /^Loading\b/;
/** What stood there for so long (ms) was seen. */
const SEEN = 1_000;

/** The same row of numbers for the same seed. */
function diceOf(seed) {
  let state = seed * 2_654_435_761 >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class Person {
  /** { deed, address, lines } in the order in which it was seen. */
  sights = [];
  deeds = 0;
  /** Of each tab the address it showed last, and what stood at the one before. */
  #tabs = new WeakMap();

  constructor(driven, web, seed) {
    Object.assign(this, { driven, web, dice: diceOf(seed) });
    this.windows = [];
  }

  #pick(list) { return list[Math.floor(this.dice() * list.length)]; }

  /** Looks for `ms`: what was there at one look and at the next, a second and a bit later, was seen. */
  async #read(page, deed, ms) {
    const end = performance.now() + ms;
    let before = await this.#look(page);
    while (performance.now() < end) {
      await sleep(Math.max(0, Math.min(SEEN + 100, end - performance.now())));
      const after = await this.#look(page);
      if (before && after && before.url === after.url && before.visible && after.visible && after.at - before.at >= SEEN) this.#note(deed, after, this.#ownLines(page, after).filter((line) => before.lines.includes(line)));
      before = after;
    }
  }

  #look(page) { return lookAt(page).then((look) => ({ ...look, at: performance.now() }), () => null); }

  /** A document whose address is another already may show the page before until the data come: its words are not to be found at the new address. */
  #ownLines(page, { url, lines }) {
    const tab = this.#tabs.get(page) ?? { url, old: [], lines: [] };
    const now = tab.url === url ? { ...tab, lines } : { url, old: tab.lines, lines };
    this.#tabs.set(page, now);
    return lines.filter((line) => !now.old.includes(line) && !NOTICE.test(line));
  }

  #note(deed, { url }, lines) {
    const address = url.replace(/#(?![/!]).*$/, '');
    if (/^https?:/.test(address) && lines.length > 0) this.sights.push({ deed, address, lines });
  }

  #scroll(page) { return page.evaluate((by) => scrollBy({ top: innerHeight * by }), 0.5 + this.dice() * 0.6).catch(() => undefined); }

  #go(page, url) { return page.goto(url, { waitUntil: 'domcontentloaded', timeout: 20_000 }).catch(() => undefined); }

  /** What a person does with a page, with how often. */
  #ways() {
    return [
      [6, 'reads an article', async (page, deed) => {
        await this.#go(page, this.#pick(this.web.articles));
        for (let i = 0; i < 3; i += 1) { await this.#read(page, deed, 2_500 + this.dice() * 3_000); await this.#scroll(page); }
        await this.#read(page, deed, 2_500);
      }],
      [4, 'follows a link', async (page, deed) => {
        await page.evaluate((at) => { const links = document.querySelectorAll('a.next, a.route'); links[Math.floor(at * links.length)]?.click(); }, this.dice()).catch(() => undefined);
        await this.#read(page, deed, 3_500 + this.dice() * 3_000);
      }],
      [3, 'works in an application', async (page, deed) => {
        if (this.web.apps.length === 0) return;
        await this.#go(page, this.#pick(this.web.apps));
        await this.#read(page, deed, 4_000);
        for (let i = 0; i < 3; i += 1) {
          await page.evaluate((at) => { const links = document.querySelectorAll('a.route'); links[Math.floor(at * links.length)]?.click(); }, this.dice()).catch(() => undefined);
          await this.#read(page, deed, 3_500 + this.dice() * 2_000);
        }
      }],
      [2, 'scrolls through a feed', async (page, deed) => {
        await this.#go(page, this.#pick(this.web.feeds));
        for (let i = 0; i < 8; i += 1) { await this.#read(page, deed, 2_200); await this.#scroll(page); }
      }],
      [3, 'looks quickly at page after page', async (page, deed) => {
        for (let i = 0; i < 4; i += 1) { await this.#go(page, this.#pick(this.web.articles)); await this.#read(page, deed, 1_500); }
      }],
      [2, 'goes back and forward', async (page, deed) => {
        await page.evaluate(() => history.back()).catch(() => undefined);
        await this.#read(page, deed, 3_500);
        await page.evaluate(() => history.forward()).catch(() => undefined);
        await this.#read(page, deed, 3_000);
      }],
      [2, 'opens tabs behind and reads them later', async (page, deed) => {
        const behind = [];
        for (let i = 0; i < 3; i += 1) behind.push(await this.#behind(page, this.#pick(this.web.articles)));
        await this.#read(page, deed, 2_000);
        for (const one of behind.filter(Boolean)) { await one.bringToFront(); await this.#read(one, deed, 3_000); await one.close(); }
        await page.bringToFront();
      }],
    ];
  }

  /** A tab behind the one in front. */
  async #behind(page, url) {
    const tab = await this.driven.page();
    await page.bringToFront();
    void this.#go(tab, url);
    return tab;
  }

  /** Two windows; now and then one goes over to the other. */
  async browse(ms) {
    for (let i = 0; i < 2; i += 1) this.windows.push(await this.driven.browser.newPage({ type: 'window' }));
    const ways = this.#ways();
    const all = ways.reduce((sum, [often]) => sum + often, 0);
    for (const end = performance.now() + ms; performance.now() < end; this.deeds += 1) {
      const page = this.#pick(this.windows);
      await page.bringToFront();
      let at = this.dice() * all;
      const [, deed, way] = ways.find(([often]) => (at -= often) < 0);
      await way(page, deed);
    }
    for (const page of this.windows) await page.close();
  }
}
