// Every screen of popup, panel, settings and welcome in every dress, and the way through them by keyboard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inEveryDress } from './stage/dress.mjs';
import { BROWSER, surface, views } from './stage/stage.mjs';

const THRICE = 'https://museum.example/lighthouse';
const vault = { origin: 'https://vault.example', boundTo: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 3 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 3 };
const lost = { ...sync, failures: 4, fault: { kind: 'rolledBack', fact: 'a sealed fact' } };

/** Those that browsers give a size of their own. */
const SIZES = { popup: { width: 380, height: 600 }, panel: { width: 360, height: 800 } };
/** 3 March 2026. */
const withheld = { 20_515: { password: 3, listed: 12 }, 20_500: { excluded: 2, paused: 7 } };

/** [view, shape, memory]; those with a star are looked at more closely. */
const SURFACES = {
  'a remembered page *': ['popup', {}], 'a WebMark with labels': ['popup', { front: THRICE }], 'a new page': ['popup', { front: 'https://new.example/' }],
  'an empty memory': ['popup', {}, 'empty'], 'a page with a password': ['popup', { front: 'https://new.example/', tab: { skipped: 'password' } }],
  'an excluded page': ['popup', { front: 'https://intranet.example/', tab: { skipped: 'excluded', form: 'excluded' } }],
  'a page of the built-in list': ['popup', { front: 'https://docs.stripe.com/api' }],
  'no tab of the web': ['popup', { front: null, tab: { skipped: 'notWeb' } }], 'a pause': ['popup', { settings: { pausedUntil: 'always' } }],
  'a full disk *': ['popup', { fault: { kind: 'freeSpace', fact: '' } }], 'no permission': ['popup', { access: false }],
  'a hostile title': ['popup', { front: 'https://evil.example/wide' }], 'a popup with an account': ['popup', { sync }], 'a popup while the vault calls *': ['popup', { sync: lost }],
  'a panel *': ['panel', { front: THRICE }], 'a panel over a page of every day': ['panel', { front: 'https://news.example/' }], 'a panel over a new page': ['panel', { front: 'https://new.example/' }],
  'a panel over an excluded page': ['panel', { front: 'https://a.intranet.example/' }], 'a panel over no page': ['panel', { front: null }], 'a panel in a private window': ['panel', { isPrivate: true }],
  'a panel over a hostile title': ['panel', { front: 'https://evil.example/wide' }], 'a panel with an empty memory': ['panel', {}, 'empty'], 'a panel without a memory *': ['panel', { fault: { kind: 'lost', fact: '' } }],
  'settings *': ['settings', {}], 'settings without permission': ['settings', { access: false, firefox: true, opened: { tailCut: 512, indexRebuilt: true }, rebuilding: { done: 3, total: 9 } }],
  'settings with little room': ['settings', { unlimited: false, room: { pictureBytes: 90_000_000, journalBytes: 45_000_000 }, settings: { textBudget: 40 } }],
  'settings without an engine': ['settings', { fault: { kind: 'lost', fact: '' } }],
  'settings with an account *': ['settings', { vault, sync }], 'settings with a server that went back': ['settings', { vault, sync: lost }],
  'welcome *': ['welcome', {}], 'welcome without permission': ['welcome', { access: false }], 'welcome after a loss *': ['welcome', {}, 'empty'],
  'your memory *': ['memory', { withheld }], 'an empty memory in figures': ['memory', {}, 'empty'], 'ten years in figures *': ['memory', { years: true, withheld, room: { visits: 1_234_567, pages: 765_432, captures: 1_000_000 } }],
  'your memory without an engine': ['memory', { fault: { kind: 'lost', fact: '' } }],
};

views('in every dress', () => {
  for (const [screen, [view, shape, memory = 'home']] of Object.entries(SURFACES)) {
    test(screen.replace(' *', ''), () => inEveryDress(screen, ({ dark, narrow, shape: more }) => {
      const size = SIZES[view] ?? {};
      return surface(view, { ...shape, ...more }, { ...size, memory, dark, ...(narrow ? { width: SIZES[view] ? 200 : 320 } : {}) });
    }));
  }

  test('with the keyboard alone: every stop shows a ring, is in sight, and the way through is short', async () => {
    for (const [view, most] of [['popup', 18], ['panel', 12], ['settings', 41], ['welcome', 6], ['memory', 60]]) {
      const seen = await stops(await surface(view, {}, SIZES[view] ?? {}), most + 1);
      for (const stop of seen) assert.ok(stop.ring && stop.inSight, `${view}: ${JSON.stringify(stop)}`);
      assert.ok(seen.length >= 3 && seen.length <= most, `${view}: ${seen.length} stops`);
    }
  });

  if (BROWSER !== 'chrome') return;

  test('the focus can be seen in the dark, in German and from the right', async () => {
    for (const [view, options, shape] of [['popup', { width: 380, height: 600, dark: true }, { lang: 'de' }], ['panel', { width: 320, dark: true }, { lang: 'de', rtl: true, front: THRICE }], ['settings', { width: 320, dark: true }, { rtl: true }], ['welcome', { width: 320 }, { lang: 'de', rtl: true }]]) {
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
