/** Holds what was on screen against what is remembered. Each check is { what, route, held, why }. */
import { engineOf, everything } from '../../browser/lib/engine.mjs';
import { phrases } from '../../browser/lib/phrase.mjs';
import { sleep, until } from '../../browser/lib/until.mjs';

const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
const ask = (engine, q) => engine.search({ q, sort: 'best', limit: 20, offset: 0, now: Date.now(), offsetMin: 0 });

/** Nothing more comes: the number of visits has been the same for a while. */
async function settled(engine) {
  let [last, since] = [-1, performance.now()];
  await until(async () => {
    const { visits } = await engine.status();
    if (visits !== last) [last, since] = [visits, performance.now()];
    return performance.now() - since > 4_000;
  }, { every: 200, what: 'the memory never came to rest' });
}

/** For each look of a route a phrase that stands in it, in no look before it, and in no other route; null where there is none. */
function phrasesOf(route, others) {
  const foreign = plain(others.flatMap(({ looks }) => looks.flat()).join(' \n '));
  return route.looks.map((lines, at) => {
    const before = plain(route.looks.slice(0, at).flat().join(' \n '));
    return phrases(lines.join('\n')).find((phrase) => !foreign.includes(plain(phrase)) && !before.includes(plain(phrase))) ?? null;
  });
}

/** The page's title as it was, or without the site's name, which all of them have. */
const isTitle = (title, route, routes) => title === route.title
  || (title !== '' && route.title.includes(title) && routes.every((other) => other.title === route.title || !other.title.includes(title)));

async function checkPhrase(engine, { phrase, route, at, addressOf }) {
  const { hits, forgiving } = await ask(engine, `"${phrase}"`);
  const at_ = forgiving ? [] : hits.map(({ url }) => addressOf(url));
  const rank = at_.indexOf(route.address);
  const elsewhere = [...new Set(at_.filter((address) => address !== route.address))];
  return [
    { what: at === 0 ? 'found' : 'late text found', route: route.address, held: rank === 0 || rank === 1, why: `"${phrase}" is ${rank < 0 ? `not found (${at_.length} others)` : `number ${rank + 1}`}` },
    { what: 'no other has its words', route: route.address, held: elsewhere.length === 0, why: `"${phrase}" stands at ${elsewhere.join(', ')}` },
  ];
}

async function checkRoute(engine, route, routes, captions, addressOf) {
  const own = captions.filter(({ url }) => addressOf(url) === route.address);
  const checks = [{ what: 'remembered', route: route.address, held: own.length > 0, why: 'it is not there' }];
  if (own.length > 0) checks.push({ what: 'title', route: route.address, held: isTitle(own.at(-1).title, route, routes), why: `"${own.at(-1).title}" instead of "${route.title}"` });
  const found = phrasesOf(route, routes.filter((other) => other !== route));
  for (const [at, phrase] of found.entries()) if (phrase) checks.push(...await checkPhrase(engine, { phrase, route, at, addressOf }));
  if (found.every((phrase) => phrase === null)) checks.push(await checkShared(engine, route, addressOf));
  return checks;
}

/** A page whose every phrase stands in another one too, as a list of them does: it has to be among the hits. */
async function checkShared(engine, route, addressOf) {
  const lines = route.looks.flat().join('\n');
  const [phrase] = phrases(lines);
  if (!phrase) return { what: 'found', route: route.address, held: false, why: `no phrase was on screen for a second: ${lines.replaceAll('\n', ' | ').slice(0, 200)}` };
  const { hits } = await ask(engine, `"${phrase}"`);
  return { what: 'found', route: route.address, held: hits.some(({ url }) => addressOf(url) === route.address), why: `"${phrase}" is not found (${hits.length} others)` };
}

/** All checks of a walk; the page has been left. */
export async function checkWalk(own, { walker, origin, mostVisits }) {
  const engine = engineOf(own);
  await sleep(1_000);
  await settled(engine);
  const captions = (await everything(engine)).filter(({ url }) => url.startsWith(origin));
  const routes = [...walker.routes.values()];
  const known = new Set(routes.map(({ address }) => address));
  const strangers = [...new Set(captions.map(({ url }) => walker.addressOf(url)).filter((address) => !known.has(address)))];
  const most = mostVisits ?? walker.stays;
  const checks = [
    { what: 'no more captures than routes', route: '', held: captions.length <= most, why: `${captions.length} visits of ${most} stays: ${captions.map(({ url }) => url.slice(origin.length)).join(' ')}` },
    { what: 'no address that was not stayed at', route: '', held: strangers.length === 0, why: strangers.join(', ') },
  ];
  for (const route of routes) checks.push(...await checkRoute(engine, route, routes, captions, walker.addressOf));
  return checks;
}
