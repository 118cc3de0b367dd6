/** The playback page over the fake engine: `playback.html?total=100&latency=50&dir=rtl&lang=de#/grid`. */
import { FakeEngine } from './fake-engine.js';

const asked = new URLSearchParams(location.search);
const read = (name: string): number | undefined => asked.has(name) ? Number(asked.get(name)) : undefined;
const given = {
  total: read('total') ?? 100, bigDay: read('bigDay'), latency: read('latency'), perDay: read('perDay'), end: read('end'), within: read('within'), height: read('height'),
  rtl: asked.has('rtl'), blank: asked.has('blank'), lost: asked.has('lost'), edged: asked.has('edged'), devices: asked.has('devices'), cards: asked.has('cards'),
};
const engine = new FakeEngine(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never);

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
const urls = { made: 0, revoked: 0 };
const { createObjectURL, revokeObjectURL } = URL;
URL.createObjectURL = (blob) => { urls.made++; return createObjectURL.call(URL, blob as Blob); };
URL.revokeObjectURL = (url) => { urls.revoked++; revokeObjectURL.call(URL, url); };
const opened: string[] = [];
window.open = (url) => { opened.push(String(url)); return null; };

const words = await (await fetch(`messages.json?lang=${asked.get('lang') ?? 'en'}`)).json() as Record<string, string>;
if (asked.has('dir')) words['shared_direction'] = asked.get('dir') ?? 'ltr';
Object.assign(globalThis, {
  chrome: {
    i18n: {
      getMessage: (key: string, subs: string[] = []) => (words[key] ?? '').replace(/\$(\d)/g, (_, index: string) => subs[Number(index) - 1] ?? ''),
      getUILanguage: () => asked.get('lang') ?? 'en-GB',
    },
  },
});
// Loaded after the words are there: they are read when the modules are.
const { mount } = await import('../../extension/views/playback/app.js');
const app = await mount(engine, () => Promise.resolve(asked.get('obstacle')));
Object.assign(globalThis, { harness: { engine, app, violations, urls, opened } });
