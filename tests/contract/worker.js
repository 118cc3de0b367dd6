/** The dedicated worker of the contract suites: the wasm, and what only JavaScript can do to its files. */
import init, * as wasm from './wasm/webmynd.js';

const loaded = init({ module_or_path: new URL('wasm/webmynd_bg.wasm', import.meta.url) });
const HEADER = 4096;

const methods = {
  files: () => wasm.contract_files('contract'),
  pictures: () => wasm.contract_pictures('contract'),
  slots: async () => wasm.contract_slots(),
  doubles, strangers, locked, upgraded, begin, inspect, develop, survive,
};

onmessage = async ({ data: { id, method, args } }) => {
  try {
    await loaded;
    postMessage({ id, result: await methods[method](...args) });
  } catch (error) {
    postMessage({ id, error: String(error?.stack ?? error) });
  }
};

async function folder(name) {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
}

/** Writes a slot file as a crash might have left it. */
async function forge(name, slot, header, content) {
  const file = await (await folder(name)).getFileHandle(slot, { create: true });
  const handle = await file.createSyncAccessHandle();
  handle.truncate(0);
  handle.write(header, { at: 0 });
  handle.write(new TextEncoder().encode(content), { at: HEADER });
  handle.flush();
  handle.close();
}

async function contentOf(name, slot) {
  const file = await (await (await folder(name)).getFileHandle(slot)).getFile();
  return { header: [...new Uint8Array(await file.slice(0, 85).arrayBuffer())], content: await file.slice(HEADER).text() };
}

/** Two slots claim one name: the newer generation is right, the older becomes a spare; a blank header's content is cut. */
async function doubles() {
  await forge('doubles', 'slot-000003', wasm.contract_header('journal', 5), 'older');
  await forge('doubles', 'slot-000001', wasm.contract_header('journal', 9), 'newer');
  await forge('doubles', 'slot-000002', wasm.contract_header('journal', 7), 'oldest');
  await forge('doubles', 'slot-000004', new Uint8Array(85), 'left over');
  const victim = await wasm.Victim.open('doubles');
  victim.free();
  const slots = await Promise.all([1, 2, 3, 4].map((n) => contentOf('doubles', `slot-00000${n}`)));
  const blank = (slot) => slot.header.every((byte) => byte === 0) && slot.content === '';
  return slots[0].content === 'newer' && !blank(slots[0]) && slots.slice(1).every(blank) ? null : JSON.stringify(slots);
}

/** A header that is neither blank nor ours is left as it is. */
async function strangers() {
  const header = wasm.contract_header('journal', 1);
  header[20] ^= 1;
  await forge('strangers', 'slot-000000', header, 'of a later version');
  const victim = await wasm.Victim.open('strangers');
  for (let n = 0; n < 20; n++) {
    victim.turn(n);
    await victim.top_up();
  }
  victim.free();
  const { content } = await contentOf('strangers', 'slot-000000');
  return content === 'of a later version' ? null : content;
}

/** A database of pictures as version 1 made it: what it holds stays, and what came since has its store. */
async function upgraded() {
  const made = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('version-1', 1);
    opening.onupgradeneeded = () => ['thumb', 'full', 'icon', 'length'].forEach((name) => opening.result.createObjectStore(name));
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const hash = Uint8Array.from({ length: 16 }, (_, at) => at);
  await new Promise((resolve, reject) => {
    const writing = made.transaction(['thumb', 'length'], 'readwrite');
    writing.objectStore('thumb').put(['image/webp', Uint8Array.of(1, 2, 3)], hash);
    writing.objectStore('length').put(3, Uint8Array.of(0, ...hash));
    writing.oncomplete = resolve;
    writing.onabort = reject;
  });
  made.close();
  const [thumb, complaint] = await wasm.contract_thumb('version-1', hash);
  return thumb?.join() === '1,2,3' ? complaint : `the thumbnail is ${thumb}`;
}

/** A slot that somebody holds and lets go of is waited for; one that stays held is an error that says so. */
async function locked() {
  (await wasm.Victim.open('locked')).free();
  const file = await (await folder('locked')).getFileHandle('slot-000000');
  const held = await file.createSyncAccessHandle();
  setTimeout(() => held.close(), 400);
  (await wasm.Victim.open('locked')).free();
  const stays = await file.createSyncAccessHandle();
  const began = performance.now();
  const said = await wasm.Victim.open('locked').then(() => 'opened', String);
  stays.close();
  const took = performance.now() - began;
  return said.includes('held by another process') && took > 3_900 && took < 9_000 ? null : `${said} after ${took} ms`;
}

/** Writes journal, segments and pictures without end, acknowledging each when it is durable. */
async function begin(name) {
  const victim = await wasm.Victim.open(name);
  const tell = (kind, acknowledged) => postMessage({ kind, acknowledged });
  (async () => {
    for (let n = 0; ; n++) {
      victim.append(n);
      tell('journal', n + 1);
      victim.turn(n);
      tell('turn', n);
      await victim.top_up();
      // Let the event loop turn: a worker that never does is killed only after a grace of two seconds.
      await new Promise((resolve) => setTimeout(resolve));
    }
  })();
  (async () => {
    for (let n = 0; ; n++) {
      await victim.keep(n);
      tell('picture', n + 1);
    }
  })();
}

async function inspect(name, { turn, picture }) {
  const victim = await wasm.Victim.open(name);
  return { journal: victim.whole(), turned: turn ? victim.turned(turn) : '', picture: await victim.kept(picture) };
}

/** The picture as a browser captures it: a JPEG of its pixels. */
async function asCaptured(bytes) {
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  const captured = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
  return new Uint8Array(await captured.arrayBuffer());
}

/** Develops a picture by one way, some times; returns what it gave and the ms of each. */
async function develop(path, way, times, captured) {
  let bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
  if (captured) bytes = await asCaptured(bytes);
  const took = [];
  let made;
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    try {
      made = await wasm.contract_develop(bytes, way);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw error;
      made = String(error);
    }
    took.push(performance.now() - began);
  }
  return { made, took };
}

/**
 * Develops pictures by every way and makes favicons of them: how many could be made, and how far the memory grew.
 * A refusal is a value; a trap of the wasm is an error of the suite.
 */
async function survive(paths) {
  const made = { browser: 0, engine: 0, best: 0, icon: 0, megabytes: 0 };
  for (const path of paths) {
    const bytes = new Uint8Array(await (await fetch(path)).arrayBuffer());
    for (const way of ['browser', 'engine', 'best', 'icon']) {
      try {
        await (way === 'icon' ? wasm.contract_icon(bytes) : wasm.contract_develop(bytes, way));
        made[way]++;
      } catch (error) {
        if (error instanceof WebAssembly.RuntimeError) throw new Error(`${way} trapped on ${path}: ${error.stack}`);
      }
    }
  }
  made.megabytes = (await loaded).memory.buffer.byteLength / 1e6;
  return made;
}
