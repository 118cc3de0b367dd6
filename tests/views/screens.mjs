/**
 * Pictures of the screens that matter, into docs/screens, with an index; and those that the stores ask for, into docs/store/pictures:
 * `npm run screens [-- NAME-PART]`. Over the real engine and made-up pages. Those of every state, for whoever works at one: shots.mjs.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from '../../tools/lib/paths.mjs';
import { press, settle, until } from './stage/hands.mjs';
import { close, playback, surface } from './stage/stage.mjs';

const only = process.argv[2] ?? '';
const OUT = fromRoot('docs', 'screens');
const STORE = fromRoot('docs', 'store', 'pictures');
const VAULT = {
  vault: { origin: 'https://vault.example', boundTo: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 3 },
  sync: { account: 'ada', origin: 'https://vault.example', running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 3 },
};

const typed = (words) => async (tab) => {
  await tab.type('#q', words);
  await until(tab, () => !document.querySelector('#count').hidden && document.querySelector('#count').textContent !== '');
};
/** The engine is asked a moment later whether what is narrowed to is a date. */
const narrowed = (page) => until(page, () => document.querySelectorAll('.facets .chip[aria-pressed="true"]:not([data-chip^="sort "])').length === 2);
const trailed = (page) => until(page, () => document.querySelector('.trail-save') !== null);
const compared = async (page) => {
  await until(page, () => harness.app.playback.search.matches !== null);
  await press(page, 'v', 'd');
  await until(page, () => document.querySelectorAll('.version-thumb img').length > 3 && document.querySelectorAll('.version-picture img').length === 2 && document.querySelector('.changes ins') !== null);
};
const manyVersions = async (page) => {
  await until(page, () => harness.app.playback.search.matches !== null);
  await press(page, 'v', 'd');
  await until(page, () => document.querySelector('.version') !== null && document.querySelector('.changes ins') !== null && document.querySelectorAll('.version-picture').length === 2);
};
const banner = (page) => until(page, () => !document.querySelector('.banner').hidden);
const refused = async (page) => { await press(page, 's'); await banner(page); };
/** The pictures stay, and it says what is the matter. */
const lost = async (page) => {
  await page.evaluate(() => { harness.engine.overview = () => Promise.reject({ kind: 'lost', fact: 'worker' }); void harness.app.playback.memory.refresh(); });
  await banner(page);
};
const chords = (...all) => (page) => press(page, ...all);
const forgot = async (page) => {
  await press(page, 'ArrowRight', 'Delete');
  await until(page, () => document.querySelector('.toast:not([hidden])') !== null);
};
const more = async (page) => {
  await page.focus('.more');
  await press(page, 'Enter');
};

/** Four dresses: light and English, dark and German, each wide and narrow; `wide` and `narrow` are sizes of the screen. */
const DRESSES = { 'en': ['wide', false, 'en'], 'de-dark': ['wide', true, 'de'], 'narrow-en': ['narrow', false, 'en'], 'narrow-de-dark': ['narrow', true, 'de'] };
const page = { wide: [1280, 800], narrow: [400, 800] };
const small = { wide: [380, 560] };

/** name: [what it shows, view or address, sizes, shape, what is done to it]. */
const SCREENS = {
  grid: ['Playback: the grid, day by day', '#/grid', page], reel: ['Playback: the reeler, with a trail', '#/reel', page, {}, trailed],
  versions: ['Playback: then and now', '#/grid?q=harbour+site%3Anews.example', page, {}, compared],
  narrowed: ['Playback: a search that was narrowed', '#/grid?q=tea+site%3Aen.wikipedia.org+on%3A2026-02', page, {}, narrowed],
  results: ['Playback: what was found', '#/grid?q=tea', page], nothing: ['Playback: nothing found', '#/grid?q=zeppelin', page],
  selection: ['Playback: a selection', '#/grid', page, {}, chords('ArrowRight', ' ', 'Shift+ArrowRight')],
  forgot: ['Playback: a page was forgotten', '#/grid', page, {}, forgot], keys: ['Playback: the keys', '#/grid', page, {}, chords('?')],
  more: ['Playback: the rest of the bar', '#/grid', { narrow: page.narrow }, {}, more],
  'bad-titles': ['Bad input: titles that are none, pictures that are gone', '#/grid?q=wildwort', page, { memory: 'unruly' }],
  'bad-clock': ['Bad input: ahead of the clock', '#/grid', page, { memory: 'unruly' }],
  'bad-versions': ['Bad input: 500 versions of one page', '#/grid?q=gauge+site%3Agauge.example', page, { memory: 'unruly' }, manyVersions],
  'bad-site': ['Bad input: a site of 30,000 pages', '#/grid?q=site%3Abig.example', page, { memory: 'bigSite' }],
  'bad-store': ['Bad input: a full store', '#/grid', page, { refuses: { kind: 'freeSpace', fact: 'no room' } }, refused],
  'bad-engine': ['Bad input: an engine that begins again', '#/grid', page, {}, lost], 'bad-empty': ['Bad input: nothing remembered', '#/grid', page, { memory: 'empty' }],
  'bad-panel': ['Bad input: beside a page whose title is none', 'panel', { wide: [360, 900] }, { memory: 'unruly', front: 'https://unruly.example/word' }],
  popup: ['Popup', 'popup', small], 'popup-webmark': ['Popup: a WebMark', 'popup', small, { front: 'https://museum.example/lighthouse' }],
  'popup-search': ['Popup: searching', 'popup', small, {}, typed('tea')], 'popup-paused': ['Popup: paused', 'popup', small, { settings: { pausedUntil: 'always' } }],
  'popup-access': ['Popup: the permission is missing', 'popup', small, { access: false }],
  memory: ['Your memory in figures', 'memory', { wide: [1280, 2400], narrow: [400, 2400] }, { years: true }],
  panel: ['Panel: a WebMark', 'panel', { wide: [360, 900] }, { front: 'https://museum.example/lighthouse' }],
  settings: ['Settings', 'settings', { wide: [1280, 1600], narrow: [400, 1600] }],
  'settings-keys': ['Settings: look and keys', 'settings', page, {}, (tab) => tab.evaluate(() => { document.querySelector('#letters').closest('section').scrollIntoView(); })],
  'settings-vault': ['Settings: with a vault', 'settings', { wide: [1280, 3000] }, VAULT],
  welcome: ['Welcome', 'welcome', { wide: [1280, 900], narrow: [400, 1100] }],
};
const SHOP = { grid: 1, reel: 1, results: 1, settings: 1 };

async function show([, place, , { memory = 'home', ...shape } = {}, act], [width, height], dark, lang) {
  const worn = { ...shape, lang };
  const tab = place.startsWith('#')
    ? await playback(place, { memory, width, height, dark, shape: dark ? { ...worn, settings: { theme: 'dark' } } : worn })
    : await surface(place, worn, { memory, width, height, dark });
  const still = async () => { if (place.startsWith('#')) await until(tab, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy); };
  await still();
  await act?.(tab);
  await still();
  if (place.startsWith('#')) await until(tab, () => harness.app.reel.drive.atRest);
  // What came last is put up with the next frame, and fades in from there.
  await tab.evaluate(async () => { for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame); });
  await settle(tab);
  return tab;
}

async function main() {
  for (const folder of [OUT, STORE]) {
    if (only === '') rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const [name, screen] of Object.entries(SCREENS).filter(([one]) => one.includes(only))) {
    for (const [dress, [size, dark, lang]] of Object.entries(DRESSES)) {
      if (!screen[2][size]) continue;
      const tab = await show(screen, screen[2][size], dark, lang);
      await tab.screenshot({ path: join(OUT, `${name}-${dress}.webp`), type: 'webp', quality: 78 });
    }
    if (!SHOP[name]) continue;
    // The shops take no WebP.
    for (const lang of ['en', 'de']) await (await show(screen, [1280, 800], false, lang)).screenshot({ path: join(STORE, `${name}-${lang}.png`) });
  }
  await close();
  index();
}

function index() {
  const there = new Set(readdirSync(OUT));
  const cell = (file) => (there.has(file) ? `<img src="${file}" width="260" alt="">` : '');
  const rows = Object.entries(SCREENS).map(([name, [title]]) => `| ${title} | ${Object.keys(DRESSES).map((dress) => cell(`${name}-${dress}.webp`)).join(' | ')} |`);
  writeFileSync(join(OUT, 'README.md'), ['# Screens', '', 'Made by `npm run screens`, over made-up pages; not written by hand.', '',
    '| screen | light, English | dark, German | narrow, light, English | narrow, dark, German |', '|---|---|---|---|---|', ...rows, ''].join('\n'));
}

await main();
