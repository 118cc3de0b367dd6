/** The whole engine as the views have it: client, channel, server, worker, wasm, OPFS and IndexedDB, with none left out. */
import { ENGINE_LOCK } from '../../extension/bridge/channel.js';
import { connect } from '../../extension/bridge/client.js';
import type { Engine, EngineEvent, EngineFault, Seen } from '../../extension/bridge/engine.js';
import { startHost } from '../../extension/host/host.js';
import type { ToWorker } from '../../extension/host/worker-messages.js';

const DAY = 86_400_000;
const BEGIN = Date.UTC(2026, 5, 1, 9);
let worker: Worker | null = null;
let hosting = false;

const engine = connect({
  wake: async () => {
    if (hosting) return;
    hosting = true;
    begin();
  },
});
/** What each worker was given by its host. */
const given: (WebAssembly.Module | null)[] = [];
function makeWorker(): Worker {
  worker = new Worker('host/worker.js', { type: 'module' });
  const post = worker.postMessage.bind(worker);
  worker.postMessage = (message: ToWorker) => {
    given.push(message.code);
    post(message);
  };
  return worker;
}
function begin(wasm = 'wasm/webmynd_bg.wasm'): void {
  startHost({ makeWorker, wasm });
}
/** Holds a file of the memory as soon as it can have it, until it is told to let go. */
const HOLDER = `(async () => {
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('webmynd');
  const file = await folder.getFileHandle((await folder.keys().next()).value);
  let handle = null;
  while (!handle) handle = await file.createSyncAccessHandle().catch(() => new Promise((resolve) => setTimeout(() => resolve(null), 20)));
  onmessage = () => handle.close();
  postMessage('held');
})();`;
const events: EngineEvent[] = [];
engine.onEvent((event) => { events.push(event); });

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
const id = (n: number): string => (n + 1).toString(16).padStart(32, '0');
const word = (n: number): string => `quince${String.fromCharCode(97 + (n % 26), 97 + (Math.floor(n / 26) % 26), 97 + Math.floor(n / 676))}`;
const page = (n: number): Seen => ({
  id: id(n), at: BEGIN + n * 1_800_000, offsetMin: 120, url: `https://site-${n % 7}.example/page/${n}`, title: `Page ${n} of the orchard`,
  html: `<html lang="en"><body><article><h1>Page ${n}</h1><p>In this orchard stands the ${word(n)}, which no other page names, `
    + 'beside apples, pears and medlars that every page knows and that give the article its length.</p></article></body></html>',
  text: `Page ${n}\nIn this orchard stands the ${word(n)}, which no other page names.`, lang: 'en',
});

async function screenshot(n: number): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(1280, 800);
  const context = canvas.getContext('2d')!;
  context.fillStyle = 'rgb(20, 120, 60)';
  context.fillRect(0, 0, 1280, 800);
  context.fillStyle = 'white';
  context.font = '80px sans-serif';
  context.fillText(`Page ${n}`, 100, 200);
  return (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer();
}

function check(what: string, holds: unknown): void {
  if (!holds) throw new Error(what);
}
const same = (what: string, seen: unknown, promised: unknown): void =>
  check(`${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(promised)}`, JSON.stringify(seen) === JSON.stringify(promised));
const faultOf = (call: Promise<unknown>): Promise<EngineFault> =>
  call.then(() => { throw new Error('no fault'); }, (fault: EngineFault) => fault);

/** 1 when page `n` is the best answer to its own word; others, a letter apart, may follow. */
const find = async (n: number): Promise<number> => {
  const { hits } = await engine.search({ q: word(n), sort: 'best', limit: 10, offset: 0, now: BEGIN + 90 * DAY, offsetMin: 120 });
  return hits[0]?.url === page(n).url ? 1 : 0;
};

const cases: Record<string, () => Promise<unknown>> = {
  async 'an empty memory answers everything with nothing'() {
    await engine.clear();
    const { visits, firstAt, pictureCount } = await engine.status();
    same('status', [visits, firstAt, pictureCount], [0, null, 0]);
    const overview = await engine.overview();
    check('typed arrays', overview.dayNo instanceof Int32Array && overview.dayStart instanceof Uint32Array);
    same('nearest', await engine.ordAt(BEGIN), null);
    same('image', await engine.image(0, 'thumb'), null);
    same('page', (await engine.page('https://nowhere.example/')).remembered, false);
  },
  async 'sixty pages are remembered and found in the same breath'() {
    for (let n = 0; n < 60; n++) {
      const remembered = await engine.remember(page(n));
      same('ordinal', [remembered.ordinal, remembered.kind, remembered.wantsPicture], [n, 'new', true]);
      same(`hits of page ${n}`, await find(n), 1);
    }
    same('again', (await engine.remember(page(7))).kind, 'again');
    same('visits', (await engine.status()).visits, 60);
  },
  async 'the timeline is read in columns'() {
    const frames = await engine.frames(10, 40);
    check('columns', frames.at instanceof Float64Array && frames.offsetMin instanceof Int16Array && frames.colour.length === 90);
    same('times', [...frames.at], Array.from({ length: 30 }, (_, n) => page(n + 10).at));
    const { dayStart, total } = await engine.overview();
    same('days', [dayStart.at(-1), total], [60, 60]);
    const { counts, hits } = await engine.histogram(BEGIN, BEGIN + 2 * DAY, 100, Uint32Array.of(3));
    same('histogram', [counts.reduce((a, b) => a + b), hits.reduce((a, b) => a + b)], [60, 1]);
    const { months, hours, sites, siteCount } = await engine.statistics();
    const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);
    same('statistics', [sum(hours), sum(months.map((one) => one.visits)), sum(sites.map((one) => one.pages)), siteCount], [60, 60, 60, 7]);
    same('captions', (await engine.captions([5, 3])).map(({ title }) => title), [page(5).title, page(3).title]);
    same('ordOf', await engine.ordOf(id(33)), 33);
    same('ordAt', await engine.ordAt(page(12).at + 1), { ordinal: 12, exact: false });
    same('neighbour', await engine.neighbour(12, 'visit', -1), 11);
    check('text', (await engine.text(12))?.text.includes(word(12)));
  },
  async 'pictures are kept and come back as blobs'() {
    const pictured = await engine.picture({ visit: id(4), kind: 'screen', mime: 'image/jpeg', bytes: await screenshot(4) });
    same('size', [pictured.width, pictured.height], [1280, 800]);
    const [thumb, full] = [await engine.image(4, 'thumb'), await engine.image(4, 'full')];
    same('blobs', [thumb?.size, full?.size], [pictured.thumbBytes, pictured.fullBytes]);
    same('width', (await createImageBitmap(thumb!)).width, 320);
    const [caption] = await engine.captions([4]);
    check('thumbhash', caption?.thumbhash instanceof Uint8Array && caption.thumbhash.length > 4);
    const [red = 0, green = 0] = (await engine.frames(4, 5)).colour;
    check(`colour ${red} ${green}`, Math.abs(red - 20) < 12 && Math.abs(green - 120) < 12);
    same('refused', (await faultOf(engine.picture({ visit: id(4), kind: 'icon', mime: 'image/png', bytes: new ArrayBuffer(9) }))).kind, 'invalid');
    const gone = engine.picture({ visit: id(999), kind: 'screen', mime: 'image/jpeg', bytes: await screenshot(999) });
    same('visit gone', (await faultOf(gone)).kind, 'notFound');
    same('kept', (await engine.status()).pictureCount, 2);
  },
  async 'stars, labels, forgetting and undo'() {
    same('star', (await engine.mutate({ page: page(5).url }, { kind: 'star', on: true })).count, 1);
    same('label', (await engine.mutate({ visits: [id(6)] }, { kind: 'label', label: 'tools', on: true })).count, 1);
    same('labels', await engine.labels(), [{ label: 'tools', pages: 1 }]);
    same('page', (await engine.page(page(5).url)).star, true);
    const typing = { lang: 'de-AT', now: BEGIN, offsetMin: 0 };
    same('a value', (await engine.complete({ ...typing, q: 'x 🎉 label:to', caret: 13 })).map(({ from, to, insert, kind, pages }) => [from, to, insert, kind, pages]),
      [[11, 13, 'tools ', 'label', 1]]);
    same('a name', (await engine.complete({ ...typing, q: 'vo', caret: 2 })).map(({ insert, key, pages }) => [insert, key, pages]), [['vor:', 'before', null]]);
    check('operators', (await engine.operators('de')).some(({ key, names, example, isFilter }) => key === 'on' && names[0] === 'am' && example === 'am:gestern' && isFilter));
    const { op } = await engine.mutate({ visits: [id(8)] }, { kind: 'forget' });
    same('forgotten', await find(8), 0);
    await engine.undo(op);
    same('back', await find(8), 1);
    const gone = await engine.mutate({ page: page(9).url }, { kind: 'forget' });
    await engine.forgetNow(gone.op);
    same('too late', (await faultOf(engine.undo(gone.op))).kind, 'notFound');
  },
  async 'what is malformed is refused at the door'() {
    const open = engine as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    const wrong: [string, unknown[]][] = [
      ['remember', [{ ...page(1), id: 'x' }]], ['frames', ['0', 3]], ['frames', [0, 3, 4]], ['captions', [[-1]]], ['mutate', [{}, { kind: 'star' }]],
      ['neighbour', [1, 'nearest', 1]], ['search', [null]], ['image', [0, 'huge']],
      ['complete', [{ q: 'si', caret: -1, lang: 'en', now: 0, offsetMin: 0 }]], ['complete', ['si']], ['operators', [7]],
    ];
    for (const [method, args] of wrong) same(method, (await faultOf(open[method]!(...args))).kind, 'invalid');
    same('a function', (await faultOf(open['page']!(() => undefined))).kind, 'invalid');
    same('not of the web', (await faultOf(engine.remember({ ...page(1), id: id(998), url: 'about:blank' }))).kind, 'invalid');
  },
  async 'an export holds everything, and its import gives it back'() {
    const before = await engine.status();
    let text = '';
    for (let cursor: string | null = ''; cursor !== null;) {
      const part: Awaited<ReturnType<Engine['exportPart']>> = await engine.exportPart(cursor);
      text += part.text;
      cursor = part.next;
    }
    const pictures = text.split('\n').filter((line) => line.includes('"type":"picture"')).length;
    same('picture lines', pictures, 2);
    await engine.clear();
    same('cleared', [(await engine.status()).visits, (await engine.status()).pictureCount, await find(3)], [0, 0, 0]);
    const report = await engine.importPart(text, 1);
    same('import', [report.added, report.bad], [before.visits, []]);
    const after = await engine.status();
    same('numbers', [after.visits, after.captures, after.webmarks, after.pictureCount], [before.visits, before.captures, before.webmarks, 2]);
    same('found', await find(3), 1);
    check('picture', (await engine.image(4, 'thumb'))?.size);
  },
  async 'a file that somebody else holds for a while is waited for'() {
    const { visits } = await engine.status();
    worker?.terminate();
    const other = new Worker(URL.createObjectURL(new Blob([HOLDER], { type: 'text/javascript' })));
    await new Promise((resolve) => { other.onmessage = resolve; });
    begin();
    while (!(await navigator.locks.query()).held?.some(({ name }) => name === ENGINE_LOCK)) await pause(20);
    await pause(500);
    other.postMessage('let go');
    same('visits', (await engine.status()).visits, visits);
    same('found', await find(3), 1);
    other.terminate();
  },
  async 'a worker that breaks is followed by one with the same code'() {
    given.length = 0;
    const { visits } = await engine.status();
    kill();
    same('after another host', (await engine.status()).visits, visits);
    worker?.onerror?.(new ErrorEvent('error'));
    same('after a worker that broke', (await engine.status()).visits, visits);
    const [code] = given;
    check(`compiled once, given ${given.length} times`, code instanceof WebAssembly.Module && given.length === 2 && given[1] === code);
  },
  async 'code that the host could not compile is compiled by the worker'() {
    given.length = 0;
    const { visits } = await engine.status();
    worker?.terminate();
    begin('wasm/nowhere.wasm');
    same('visits', (await engine.status()).visits, visits);
    same('given', given, [null]);
  },
  async 'changes are announced'() {
    check('events', events.some(({ kind }) => kind === 'ready') && events.some(({ kind }) => kind === 'changed'));
  },
};

/** Ends the worker without a word, as a browser does, and starts another. */
function kill(): void {
  worker?.terminate();
  begin();
}

Object.assign(window, {
  caseNames: Object.keys(cases),
  runCase: (name: string) => cases[name]!().then(() => null, (thrown: unknown) =>
    thrown instanceof Error ? thrown.message : JSON.stringify(thrown)),
  /** Remembers without pause from number `from` on, ends the worker after `after` ms; every call must still be answered. */
  async killWhileRemembering(from: number, after: number) {
    let remembered = 0;
    let killed = false;
    setTimeout(() => { kill(); killed = true; }, after);
    while (!killed || remembered < 3) {
      await engine.remember(page(from + remembered));
      remembered++;
    }
    const began = performance.now();
    for (let n = Math.max(0, remembered - 5); n < remembered; n++) {
      if (await engine.ordOf(id(from + n)) === null) return { remembered, lost: n };
      if ((await find(from + n)) !== 1) return { remembered, lost: n, search: true };
    }
    const { visits } = await engine.status();
    return { remembered, visits, ms: performance.now() - began };
  },
  ready: true,
});
