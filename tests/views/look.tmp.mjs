import { join } from 'node:path';
import { press, settle, until } from './stage/hands.mjs';
import { close, playback, surface, host } from './stage/stage.mjs';
const OUT='/tmp/h/shots3';
const only = process.argv[2] ?? '';
const idle = (tab) => until(tab, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy);
const W = { width: 1280, height: 800 }, N = { width: 360, height: 700 };
const compared = async (page) => {
  await until(page, () => harness.app.playback.search.matches !== null);
  await press(page, 'v', 'd');
  await until(page, () => document.querySelector('.version') !== null && document.querySelector('.changes ins') !== null);
  await settle(page);
};
const LIST = {
  'grid': ['#/grid', W], 'grid-n-de': ['#/grid', N, true], 'reel': ['#/reel', W], 'reel-n-de': ['#/reel', N, true],
  'results': ['#/grid?q=wildwort', W], 'results-n-de': ['#/grid?q=wildwort', N, true], 'clock': ['#/grid?q=clockwort', W], 'hit-reel': ['#/reel?q=wildwort', W],
  'versions': ['#/grid?q=gauge+site%3Agauge.example', W, false, compared], 'versions-n-de': ['#/grid?q=gauge+site%3Agauge.example', N, true, compared],
  'popup': ['popup', { width: 380, height: 560 }], 'panel': ['panel', { width: 360, height: 900 }], 'panel-n-de': ['panel', { width: 320, height: 900 }, true], 'memory': ['memory', { width: 1280, height: 2600 }], 'memory-n-de': ['memory', { width: 360, height: 3600 }, true],
};
for (const [name, [place, size, de, act]] of Object.entries(LIST)) {
  if (!name.includes(only)) continue;
  const shape = { ...(de ? { lang: 'de', settings: { theme: 'dark' } } : {}), ...(place.startsWith('#') ? {} : { front: name.startsWith('panel-n') ? 'https://unruly.example/word' : 'https://unruly.example/turned' }) };
  const t0 = Date.now();
  const tab = place.startsWith('#') ? await playback(place, { ...size, memory: 'unruly', dark: !!de, shape }) : await surface(place, shape, { ...size, memory: 'unruly', dark: !!de });
  if (place.startsWith('#')) await idle(tab);
  await act?.(tab);
  if (place.startsWith('#')) await idle(tab);
  await settle(tab);
  await new Promise((r) => setTimeout(r, 300));
  await tab.screenshot({ path: join(OUT, `${name}.png`) });
  console.log(name, Date.now() - t0, JSON.stringify(await tab.evaluate(() => [globalThis.refused, document.querySelectorAll('*').length, document.documentElement.scrollWidth - innerWidth])));
}
await close();
