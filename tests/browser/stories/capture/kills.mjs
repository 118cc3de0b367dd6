/** Browsers are killed (-9, every process) while pages are being captured: nothing that was acknowledged is lost. */
import { engineOf, everything } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

const ROUTE = /^\/k\/(\d+)$/;
/** Windows side by side, each with a new address as soon as the last one was read. */
const WINDOWS = 2;
const ROUTE_EVERY = pace.rested * 1.1;
/** A life ends when so many of its visits were acknowledged, and a little later, each time at another moment. */
const ACKNOWLEDGED = 3;

/** A page that becomes another page by itself again and again, each with words of its own. */
const restless = (first) => pageOf(first, {
  script: `let n = ${first}; setInterval(() => { n += 1; history.pushState(null, '', '/k/' + n);
    document.title = 'Page ' + n; document.querySelector('p').textContent = 'route number ' + n; }, ${ROUTE_EVERY});`,
});

/** In a window of its own, from one address to the next, until the browser is gone. */
async function wander({ browser }, site, first) {
  site.serve(`/k/${first}`, restless(first), { active: true });
  await browser.newPage({ type: 'window' }).then((page) => page.goto(`${site.origin}/k/${first}`)).catch(() => undefined);
}

/** Notes every visit the engine has acknowledged in this life, until the browser is gone. */
async function watchAcknowledged(engine, known, first) {
  for (;;) {
    try {
      for (const { id, url } of await everything(engine, first)) known.set(id, url);
    } catch { return; }
    await sleep(50);
  }
}

/** One life of the browser: it captures, is killed at some moment. Resolves to the time its engine took to be ready. */
async function liveAndDie({ launch, site }, profile, known, life) {
  const driven = await launch({ profile });
  const own = await driven.own();
  const engine = engineOf(own);
  const start = performance.now();
  const there = new Set((await everything(engine)).map(({ id }) => id));
  const ready = performance.now() - start;
  const lost = [...known.keys()].filter((id) => !there.has(id));
  const before = known.size;
  for (let i = 0; i < WINDOWS; i += 1) void wander(driven, site, life * 10_000 + i * 1_000);
  const watching = watchAcknowledged(engine, known, there.size);
  await until(() => known.size >= before + ACKNOWLEDGED, { every: 10, what: `nothing was acknowledged in life ${life}` });
  await sleep((life * 7_919) % (1.2 * ROUTE_EVERY));
  await driven.kill();
  await Promise.race([watching, sleep(1_000)]);
  return { ready, lost };
}

export default [{
  name: 'killed again and again while it captures, it loses nothing that it acknowledged',
  minutes: 10,
  async run(set) {
    const { assert, note, long } = set;
    const profile = set.profile();
    const known = new Map();
    const [lost, ready] = [[], []];
    const lives = long ? 60 : 4;
    for (let life = 1; life <= lives + 1; life += 1) {
      const became = await liveAndDie(set, profile, known, life);
      lost.push(...became.lost);
      ready.push(became.ready);
    }
    const slowest = Math.max(...ready.slice(1));
    note(`${lives} kills, ${known.size} visits acknowledged, ${lost.length} lost, ready after ${Math.round(slowest)} ms at most`);
    assert.deepEqual(lost, []);
    assert.ok([...known.values()].every((url) => ROUTE.test(new URL(url).pathname)), 'nothing is remembered that was not visited');
  },
}];
