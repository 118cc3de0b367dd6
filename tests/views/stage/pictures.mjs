/** Pictures of QR codes as files, drawn by the product's own worker in the page under test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder = null;

/** Keeps bytes as a file until this process ends, and gives its path. */
export function fileOf(name, bytes) {
  if (!folder) {
    folder = mkdtempSync(join(tmpdir(), 'webmynd-pictures-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** Runs in the page: a canvas with the codes of some texts beside each other, on white; `ground`: a grey one around, as large as a photograph. */
async function drawing(texts, square, ground) {
  const ask = (question) => new Promise((resolve, reject) => {
    const worker = new Worker('/host/keys-worker.js', { type: 'module' });
    worker.onmessage = ({ data }) => { worker.terminate(); if ('ok' in data) resolve(data.ok); else reject(new Error(JSON.stringify(data.fault))); };
    worker.postMessage(question);
  });
  const codes = await Promise.all(texts.map((text) => ask({ kind: 'qrOf', text })));
  const side = Math.max(40, ...codes.map(({ size }) => size)) + 12;
  const canvas = document.createElement('canvas');
  const [width, height] = [side * square * Math.max(1, codes.length), side * square];
  Object.assign(canvas, ground ?? { width, height });
  const brush = canvas.getContext('2d');
  brush.fillStyle = '#999';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, width, height);
  brush.fillStyle = '#000';
  codes.forEach(({ size, dark }, at) => new Uint8Array(dark).forEach((is, n) => {
    if (is) brush.fillRect((at * side + 6 + n % size) * square, (6 + Math.floor(n / size)) * square, square, square);
  }));
  return canvas;
}

/** A picture (PNG) of the QR codes of some texts; of none it is white. */
export async function qrFile(page, name, texts, { square = 6, ground = null } = {}) {
  const base64 = await page.evaluate(`(async () => (await (${drawing})(${JSON.stringify(texts)}, ${square}, ${JSON.stringify(ground)})).toDataURL('image/png').split(',')[1])()`);
  return fileOf(name, Buffer.from(base64, 'base64'));
}

/** From now on the page has a camera that shows this; null for one that it is not given. */
export const camera = (page, texts) => page.evaluate(`(async () => {
  const canvas = ${texts ? `await (${drawing})(${JSON.stringify(texts)}, 5)` : 'null'};
  const tracks = globalThis.tracks = [];
  navigator.mediaDevices.enumerateDevices = async () => [{ kind: 'videoinput' }];
  navigator.mediaDevices.getUserMedia = async () => {
    if (!canvas) throw new DOMException('refused', 'NotAllowedError');
    const stream = canvas.captureStream(10);
    // A picture that stands still is sent once: it is touched again and again, as a camera's never stands still.
    setInterval(() => canvas.getContext('2d').fillRect(0, 0, 1, 1), 50);
    tracks.push(...stream.getTracks());
    return stream;
  };
})()`);
