/**
 * Keeps the one worker for the views under test, as the extension's own host does, and gives them the memory that they ask for.
 * It is the first tab of the browser; the views are in another one, of the same origin.
 */
import { callsWire } from '../../../extension/bridge/channel.js';
import { connect } from '../../../extension/bridge/client.js';
import type { Method } from '../../../extension/bridge/engine.js';
import { startHost } from '../../../extension/host/host.js';
import { pageOf, shotOf, type FakePage } from '../fake/pages.js';
import { stop, NOW, OFFSET_MIN } from './clock.js';
import { asText, idOf, type Facts } from './lines.js';
import { MEMORIES, type Name } from './memory.js';
import { spoilPictures } from './spoil.js';

const SITES = 10;
/** Lines that are taken in at once. */
const PART = 2000;
/** What changes the memory: after it the next test is given a fresh one. */
const CHANGES: Method[] = ['remember', 'picture', 'mutate', 'undo', 'forgetNow', 'retention', 'importPart', 'doctor', 'clear', 'thin'];

stop();
/** The one that runs: a test may end it, as a browser would. */
let worker: Worker;
startHost({ makeWorker: () => (worker = new Worker('host/worker.js', { type: 'module' })), wasm: 'wasm/webmynd_bg.wasm' });
const engine = connect({ wake: () => Promise.resolve() });

let held: Name | null = null;
callsWire().listen(({ method }) => { if (CHANGES.includes(method)) held = null; });

/** Everything that an export says, line by line. */
async function exported(): Promise<Record<string, unknown>[]> {
  let text = '';
  for (let cursor: string | null = ''; cursor !== null;) {
    const part: { text: string; next: string | null } = await engine.exportPart(cursor);
    text += part.text;
    cursor = part.next;
  }
  return text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** The first made-up page of a site, which shows what its pages look like. */
function modelOf(site: number): FakePage {
  let n = 0;
  while (pageOf(n, 1, false).siteIndex !== site) n++;
  return pageOf(n, 1, false);
}

interface Drawn { facts: Facts[]; lines: string }

/** Has the engine develop a picture of each site, as of a page that was seen; they come back in its own export. */
async function draw(): Promise<Drawn> {
  await engine.clear();
  for (let site = 0; site < SITES; site++) {
    const page = modelOf(site);
    const id = idOf(site + 1);
    // Words of a picture are kept where the page says them.
    const said = (await shotOf(page, 'full')).words.text;
    await engine.remember({ id, at: NOW - site * 60_000, offsetMin: OFFSET_MIN, url: `https://${page.site}/`, title: `${site}`, html: `<p>${page.text}</p><p>${said}</p>` });
    for (const [kind, size] of [['screen', 'full'], ['icon', 'icon']] as const) {
      const { blob, words } = await shotOf(page, size);
      await engine.picture({ visit: id, kind, mime: 'image/png', bytes: await blob.arrayBuffer(), words });
    }
  }
  const lines = await exported();
  const facts: Facts[] = [];
  for (const { type, title, picture } of lines) if (type === 'capture') facts[Number(title)] = picture as Facts;
  return { facts, lines: lines.filter(({ type }) => type === 'icon' || type === 'picture').map((line) => `${JSON.stringify(line)}\n`).join('') };
}

let drawn: Promise<Drawn> | null = null;

async function take(lines: string): Promise<void> {
  const { bad } = await engine.importPart(lines, 1);
  if (bad.length > 0) throw new Error(`line ${bad[0]?.line}: ${bad[0]?.reason}`);
}

/** Makes the memory what its name says. */
async function restore(name: Name): Promise<void> {
  const { facts, lines } = await (drawn ??= draw());
  await engine.clear();
  const remembered = MEMORIES[name]();
  for (let from = 0; from < remembered.length; from += PART) await take(asText(remembered.slice(from, from + PART), facts));
  if (remembered.length > 0) await take(lines);
  if (name === 'unruly') await spoilPictures();
  held = name;
}

const holds = (name: Name): boolean => held === name;

/** Ends the worker at once, and has it started again as when it breaks. */
const endWorker = (): void => { worker.onerror?.(new ErrorEvent('error')); };

Object.assign(globalThis, { engine, restore, holds, endWorker, ready: true });
