// Every screen in every dress. Axe looks at each screen once, in light English (in Firefox, where it finds the same, at those with a
// star), and at the colours of those with a star once more in the dark; what can be otherwise in another dress (words that do not fit,
// names that are missing, what a policy refuses) is looked at in all of them: Chromium puts on one after the other, Firefox all at
// once, which is the tightest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, press, settle, sound, until } from './stage/hands.mjs';
import { BROWSER, playback, surface, views } from './stage/stage.mjs';

const THRICE = 'https://museum.example/lighthouse';
const vault = { origin: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 3 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 3 };
const lost = { ...sync, failures: 4, fault: { kind: 'rolledBack', fact: 'a sealed fact' } };

/** [view, shape, memory]; those with a star are looked at more closely, see above. */
const SURFACES = {
  'a remembered page *': ['popup', {}], 'a WebMark with labels': ['popup', { front: THRICE }], 'a new page': ['popup', { front: 'https://new.example/' }],
  'an empty memory': ['popup', {}, 'empty'], 'a page with a password': ['popup', { front: 'https://new.example/', tab: { skipped: 'password' } }],
  'an excluded page': ['popup', { front: 'https://intranet.example/', tab: { skipped: 'excluded', form: 'excluded' } }],
  'no tab of the web': ['popup', { front: null, tab: { skipped: 'notWeb' } }], 'a pause': ['popup', { settings: { pausedUntil: 'always' } }],
  'a full disk *': ['popup', { fault: { kind: 'freeSpace', fact: '' } }], 'no permission': ['popup', { access: false }],
  'a hostile title': ['popup', { front: 'https://evil.example/wide' }], 'a popup with an account': ['popup', { sync }], 'a popup while the vault calls *': ['popup', { sync: lost }],
  'settings *': ['settings', {}], 'settings without permission': ['settings', { access: false, firefox: true, opened: { tailCut: 512, indexRebuilt: true }, rebuilding: { done: 3, total: 9 } }],
  'settings without an engine': ['settings', { fault: { kind: 'lost', fact: '' } }],
  'settings with an account *': ['settings', { vault, sync }], 'settings with a server that went back': ['settings', { vault, sync: lost }],
  'welcome *': ['welcome', {}], 'welcome without permission': ['welcome', { access: false }], 'welcome after a loss *': ['welcome', {}, 'empty'],
};

const ALL_AT_ONCE = BROWSER === 'firefox';
const closely = (screen) => screen.endsWith('*');

views('in every dress', () => {
  for (const [screen, [view, shape, memory = 'home']] of Object.entries(SURFACES)) {
    test(screen.replace(' *', ''), async () => {
      const size = view === 'popup' ? { width: 380, height: 600 } : {};
      if (closely(screen) || !ALL_AT_ONCE) await accessible(await surface(view, shape, { ...size, memory }), 'light');
      const width = view === 'popup' ? 200 : 320;
      const dark = await surface(view, { ...shape, lang: 'de', rtl: ALL_AT_ONCE }, { ...size, memory, dark: true, ...(ALL_AT_ONCE ? { width } : {}) });
      if (closely(screen)) await accessible(dark, 'dark, German', 'color-contrast');
      else await sound(dark, 'dark, German');
      if (!ALL_AT_ONCE) await sound(await surface(view, { ...shape, rtl: true }, { ...size, memory, width }), 'narrow, right to left');
    });
  }

  /** [address, keys, memory, shape]. */
  const PLAYBACK = {
    'the grid *': ['#/grid'], 'the reeler *': ['#/reel'], 'results in the grid *': ['#/grid?q=tea'], 'hits in the reeler': ['#/reel?q=tea'], 'nothing remembered': ['#/grid', [], 'empty'],
    'nothing found': ['#/grid?q=zeppelin+site:x.org'], 'title cards, from the right': ['#/grid', [], 'fromRight', { rtl: true }], 'the keys': ['#/grid', ['?']],
    'labels': ['#/grid', ['l']], 'the text': ['#/reel', ['t']], 'a selection *': ['#/grid', [' ', 'Shift+ArrowRight']], 'what was forgotten': ['#/grid', [' ', 'Delete']],
  };
  const SHEETS = { '?': 'dialog', l: 'dialog', t: 'dialog', ' ': '.selection-bar:not([hidden])', Delete: '.toast:not([hidden])' };

  for (const [screen, [hash, keys = [], memory = 'home', shape = {}]] of Object.entries(PLAYBACK)) {
    test(`playback: ${screen.replace(' *', '')}`, async () => {
      const show = async (options, more = {}) => {
        const page = await playback(hash, { memory, shape: { ...shape, ...more }, ...options });
        await until(page, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy);
        // Titles are there: nothing is nameless while it waits.
        await until(page, () => harness.app.playback.memory.total === 0 || harness.app.reel.element.hidden || document.querySelector('.reel-title').textContent !== '');
        for (const key of keys) {
          await press(page, key);
          await until(page, (sheet) => sheet === undefined || document.querySelector(sheet) !== null, SHEETS[key]);
        }
        await settle(page);
        return page;
      };
      if (closely(screen) || !ALL_AT_ONCE) await accessible(await show({}), 'light');
      const narrow = { width: 320, height: 640 };
      const dark = await show({ dark: true, ...(ALL_AT_ONCE ? narrow : {}) }, { lang: 'de', rtl: ALL_AT_ONCE, settings: { theme: 'dark' } });
      if (closely(screen)) await accessible(dark, 'dark, German', 'color-contrast');
      else await sound(dark, 'dark, German');
      if (!ALL_AT_ONCE) await sound(await show(narrow, { rtl: true }), 'narrow, right to left');
    });
  }

  test('with the keyboard alone: every stop shows a ring, is in sight, and the way through is short', async () => {
    for (const [view, most] of [['popup', 16], ['settings', 40], ['welcome', 6]]) {
      const seen = await stops(await surface(view, {}, view === 'popup' ? { width: 380, height: 600 } : {}), most + 1);
      for (const stop of seen) assert.ok(stop.ring && stop.inSight, `${view}: ${JSON.stringify(stop)}`);
      assert.ok(seen.length >= 3 && seen.length <= most, `${view}: ${seen.length} stops`);
    }
  });

  if (BROWSER !== 'chrome') return;

  test('the focus can be seen in the dark, in German and from the right', async () => {
    for (const [view, options, shape] of [['popup', { width: 380, height: 600, dark: true }, { lang: 'de' }], ['settings', { width: 320, dark: true }, { rtl: true }], ['welcome', { width: 320 }, { lang: 'de', rtl: true }]]) {
      for (const stop of await stops(await surface(view, shape, options), 6)) assert.ok(stop.ring && stop.inSight, `${view}: ${JSON.stringify(stop)}`);
    }
  });
});

/** Where Tab leads, until it comes back to where it was. */
async function stops(page, most) {
  const seen = [];
  for (let i = 0; i < most; i++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(async () => {
      // As it is drawn, not as it was when the key came.
      await new Promise(requestAnimationFrame);
      const at = document.activeElement;
      if (!at || at === document.body || at === document.documentElement) return null;
      const { top, bottom, width } = at.getBoundingClientRect();
      const style = getComputedStyle(at);
      globalThis.order ??= new Map();
      if (!globalThis.order.has(at)) globalThis.order.set(at, globalThis.order.size);
      return { n: globalThis.order.get(at), html: at.outerHTML.slice(0, 90), ring: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2, inSight: bottom > 0 && top < innerHeight && width > 1 };
    });
    if (!stop || seen.some(({ n }) => n === stop.n)) break;
    seen.push(stop);
  }
  return seen;
}
