/** What is found by words that were on screen, and what is remembered of an address. */
import { engineOf, everything } from './engine.mjs';
import { pace } from './pace.mjs';
import { NO_CERTIFICATE } from './tls.mjs';
import { sleep, until } from './until.mjs';

export class Finding {
  constructor(own) { this.engine = engineOf(own); }

  /** Nothing more comes of what was done: the number of visits has stayed the same for as long as a page may take. */
  async rest() {
    let [last, since] = [-1, performance.now()];
    await until(async () => {
      const { visits } = await this.engine.status();
      if (visits !== last) [last, since] = [visits, performance.now()];
      return performance.now() - since > pace.longEnough;
    }, { every: 100, what: 'the memory never came to rest' });
  }

  /** Addresses of the pages with these very words, best first. */
  async of(words) {
    const { hits, forgiving } = await this.engine.search({ q: `"${words}"`, sort: 'best', limit: 30, offset: 0, now: Date.now(), offsetMin: 0 });
    return forgiving ? [] : hits.map(({ url }) => url);
  }

  /** Waits until a page with these words is there: { url, ... } of the first. */
  async soon(words, within = 20_000) {
    return until(async () => (await this.of(words))[0], { within, every: 100, what: `"${words}" was never found` });
  }

  /** Captions, oldest first; `origin`: of that alone. */
  async all(origin = '') { return (await everything(this.engine)).filter(({ url }) => url.startsWith(origin)); }
}

/**
 * Waits as long as a person does for whom `page` takes `ms`. It is the page's own time, by glances as the content script has them: on a machine that
 * has much to do, both get it late.
 */
export const stay = (ms, page) => page.evaluate(glanceFor, pace.of(ms), pace.glance, pace.longestGlance).catch(() => sleep(pace.of(ms)));

/** Runs in the page. */
const glanceFor = (ms, every, most) => new Promise((resolve) => {
  let [left, last] = [ms, performance.now()];
  const glance = () => {
    const now = performance.now();
    left -= Math.min(now - last, most);
    last = now;
    if (left > 0) setTimeout(glance, Math.min(every, left));
    else resolve();
  };
  setTimeout(glance, Math.min(every, ms));
});

/** The grounds of the web: name and the site's property. */
const WEB = [['http', 'origin'], ['https', 'safe']];
/** In the long form each row is played on both grounds, else on one of them, both in turn. */
const long = process.argv.includes('--long');

/**
 * Stories of rows `{ name, run, slow }` (`slow`: of the long form alone): `run` is given what a story has, and a page in front, the extension's own page, what is found, and `at`, which
 * makes an address on the row's ground; `begin` serves what they share and may open something.
 */
export const overWeb = (rows, begin = async () => undefined) => rows.flatMap(({ name, run, slow }, i) => WEB.filter((_, n) => long || n === i % 2).map(([ground, origin]) => ({
  name: `${name}, ${ground}`,
  slow,
  async run(set) {
    if (!set.site[origin]) set.skip(NO_CERTIFICATE);
    const driven = await set.common();
    const own = await driven.own();
    const page = await driven.page();
    await page.bringToFront();
    const row = { ...set, page, own, driven, ground, at: (path) => set.site[origin] + path, finding: new Finding(own) };
    await begin(row);
    await run(row);
  },
})));
