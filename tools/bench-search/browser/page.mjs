/** The page that drives an engine: takes the corpus in, asks the queries, and says what it measured. `window.bench` is for tools/bench-search/browsers.mjs. */
import { webmynd } from './engine.mjs';
import { rival } from './rival.mjs';

/** Documents of one request. */
const PART = 500;
/** While pages come in, a word is asked this often (ms). */
const ASKED_EVERY = 500;

/** Between two pages that are measured one by one nothing is done for so long (ms), whoever is measured: a browser that was idle is slower at first. */
const QUIET = 16_000;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const channel = new BroadcastChannel('gauge');
const readGauge = () => new Promise((resolve) => {
  channel.onmessage = ({ data }) => { if (data !== 'read') resolve(data); };
  channel.postMessage('read');
});
const contestant = (name) => (name === 'webmynd' ? webmynd({ pause, readGauge }) : rival(name));
const queries = async () => (await fetch('queries.json')).json();
const documents = async (from, to) => (await (await fetch(`documents/${from}/${to}`)).text()).split('\n').filter(Boolean)
  .map((line, nth) => ({ ...JSON.parse(line), id: from + nth }));

/** The memory of wasm, or where there is none what the browser says of the page and its workers; null where it says nothing. */
async function memory(gauge) {
  if (gauge.memory !== null) return gauge.memory;
  return (await performance.measureUserAgentSpecificMemory?.())?.bytes ?? null;
}

/** Asks a word now and then until told to stop; gives how long each waited. */
function asking(engine, { classes: [{ asked, sort }], now }) {
  const waited = [];
  let on = true;
  const done = (async () => {
    for (let nth = 0; on; nth += 1) {
      await pause(ASKED_EVERY);
      const began = performance.now();
      await engine.search(asked[nth % asked.length], { sort, now });
      waited.push(performance.now() - began);
    }
  })();
  return async () => { on = false; await done; return waited; };
}

const rest = (engine) => Promise.all([engine.quiet(), pause(QUIET)]);

async function oneByOne(engine, from, to) {
  const [ms, written] = [[], []];
  for (const document of await documents(from, to)) {
    const before = (await readGauge()).written;
    const began = performance.now();
    await (engine.single?.(document) ?? engine.add([document]));
    ms.push(performance.now() - began);
    await rest(engine);
    written.push((await readGauge()).written - before);
  }
  return { singleMs: ms, singleBytes: written };
}

async function fill({ name, count, singles }) {
  const engine = contestant(name);
  await engine.open();
  const stop = asking(engine, await queries());
  const bulk = count - singles;
  let bulkMs = 0;
  for (let from = 0, next = documents(0, Math.min(PART, bulk)); from < bulk; from += PART) {
    const some = await next;
    next = documents(from + PART, Math.min(from + 2 * PART, bulk));
    const began = performance.now();
    await engine.add(some);
    bulkMs += performance.now() - began;
  }
  const began = performance.now();
  await engine.idle();
  const afterMs = performance.now() - began;
  const waitedMs = await stop();
  await rest(engine);
  const { slices, flushMs, turns, turnsMs } = await readGauge();
  const single = await oneByOne(engine, bulk, count);
  const last = await readGauge();
  return { documents: bulk, bulkMs, afterMs, flushMs, turns, turnsMs, waitedMs, ...single, slices: slices.concat(last.slices.slice(slices.length)), longestTurnMs: last.longestTurn, longestTopUpMs: last.longestTopUp, longestFlushMs: last.longestFlush, peakBytes: await memory(last) };
}

/** Bytes of all files of this origin; nobody holds them yet. */
async function onDisk(folder) {
  let bytes = 0;
  for await (const entry of folder.values()) bytes += entry.kind === 'file' ? (await entry.getFile()).size : await onDisk(entry);
  return bytes;
}

/** What was read of OPFS for each of so many searches. */
const each = (after, before, count) => Object.fromEntries(Object.entries(after).map(([key, value]) => [key, (value - before[key]) / count]));

async function ask({ name }) {
  const { classes, rounds, now } = await queries();
  const diskBytes = await onDisk(await navigator.storage.getDirectory());
  const began = performance.now();
  const engine = contestant(name);
  await engine.open();
  const answeredMs = performance.now() - began;
  const { ms: firstSearchMs } = await engine.search(classes[0].asked[0], { sort: 'best', now });
  const firstHitMs = performance.now() - began;
  const { beganMs, instantiateMs, openMs } = await readGauge();
  const answered = [];
  for (const { name: kind, sort, warm, asked } of classes) {
    for (const query of warm) await engine.search(query, { sort, now });
    const ms = asked.map(() => Infinity);
    const calls = asked.map(() => Infinity);
    const found = new Set();
    const before = (await readGauge()).read;
    for (let round = 0; round < rounds; round += 1) {
      for (const [nth, query] of asked.entries()) {
        const called = performance.now();
        const answer = await engine.search(query, { sort, now });
        calls[nth] = Math.min(calls[nth], performance.now() - called);
        ms[nth] = Math.min(ms[nth], answer.ms);
        if (answer.found > 0) found.add(nth);
      }
    }
    const read = each((await readGauge()).read, before, rounds * asked.length);
    answered.push({ name: kind, read, ms, calls, found: found.size });
  }
  return { diskBytes, firstHitMs, answeredMs, firstSearchMs, beganMs, instantiateMs, openMs, classes: answered, afterBytes: await memory(await readGauge()) };
}

window.bench = { fill, ask };
