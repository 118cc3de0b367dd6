/** The playback page over frames that are counted: `playback.html?total=100#/grid`. */
import { mount } from '../../../extension/views/playback/app.js';
import { CountedEngine } from './engine.js';

const asked = new URLSearchParams(location.search);
const read = (name: string): number | undefined => asked.has(name) ? Number(asked.get(name)) : undefined;
const given = {
  total: read('total') ?? 100, bigDay: read('bigDay'), height: read('height'), edged: asked.has('edged'), frameless: asked.has('frameless'),
};
const engine = new CountedEngine(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never);

const urls = { made: 0, revoked: 0 };
const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (blob) => { urls.made++; return createObjectURL.call(URL, blob as Blob); };
URL.revokeObjectURL = (url) => { urls.revoked++; revokeObjectURL.call(URL, url); };

const app = await mount(engine);
Object.assign(globalThis, { harness: { engine, app, urls } });
