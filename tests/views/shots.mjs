// Pictures of every screen for human eyes: node tests/views/shots.mjs [DIRECTORY] [NAME-PART]; WEBMYND_BROWSER=firefox for the other browser.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { click } from '../browser/lib/click.mjs';
import { press as keys, settle, until } from './stage/hands.mjs';
import { goneHash } from './stage/ids.mjs';
import { close, playback, surface } from './stage/stage.mjs';

const [out = 'out/views', only = ''] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const THRICE = 'https://museum.example/lighthouse';
const popup = { width: 380, height: 560 };
const panel = { width: 360, height: 900 };
const NEWS = 'https://news.example/';
const type = (words) => async (tab) => {
  await tab.type('#q', words);
  await until(tab, () => !document.querySelector('#count').hidden && document.querySelector('#count').textContent !== '');
};
const completed = (words, ...chords) => async (tab) => {
  await tab.type('input[role="combobox"]', words);
  await until(tab, () => document.querySelector('.completions li') !== null);
  await keys(tab, ...chords);
};
const press = (selector) => (tab) => click(tab, selector);

/** Signs in where the passphrase is bound to another address. */
const joining = async (tab) => {
  await click(tab, '#vault-box .buttons button:nth-of-type(2)');
  await until(tab, () => document.querySelector('#vault-passphrase') !== null);
  for (const [id, words] of [['server', 'vault.example'], ['account', 'ada'], ['passphrase', 'one two three']]) await tab.type(`#vault-${id}`, words);
  await click(tab, '#vault-form [type=submit]');
  await until(tab, () => document.activeElement?.id === 'vault-former');
};

const vault = { origin: 'https://vault.example', boundTo: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 3 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 3 };

/** A button with these words, in the vault's box. */
const pressWords = (words) => async (tab) => {
  await until(tab, (said) => [...document.querySelectorAll('#vault-box button')].some((one) => one.textContent === said), words);
  await tab.evaluate((said) => [...document.querySelectorAll('#vault-box button')].find((one) => one.textContent === said).click(), words);
  await settle(tab);
};
/** Asked for the passphrase of an account that is to be deleted; four texts do not come back. */
const leaving = async (tab) => {
  await pressWords('Delete the account')(tab);
  await tab.type('#vault-delete', 'one two three');
  await click(tab, 'form:has(#vault-delete) [type=submit]');
  await until(tab, () => document.querySelector('#vault-box .danger') !== null);
};
const papered = async (tab) => {
  await pressWords('Neue Wörter …')(tab);
  await until(tab, () => document.querySelectorAll('#vault-box .words li').length === 24);
};

/** 3 March 2026. */
const withheld = { 20_515: { password: 3, listed: 12 }, 20_500: { excluded: 2, paused: 7 }, 20_470: { notStarred: 1 } };
const years = { visits: 1_234_567, pages: 765_432, captures: 1_000_000, journalBytes: 4_321_000_000, indexBytes: 900_000_000, pictureBytes: 12_000_000_000 };

const seenAt = (selector) => async (tab) => {
  await until(tab, (at) => document.querySelector(at)?.textContent.includes('4.2') || document.querySelector(at)?.textContent.includes('4,2'), selector);
  await tab.evaluate((at) => document.querySelector(at).scrollIntoView(), selector);
};
/** Shows a code for another device. */
const offering = async (tab) => {
  await click(tab, '#vault-offer .setting button');
  await until(tab, () => document.querySelector('.qr') !== null);
  await tab.evaluate(() => document.querySelector('#vault-offer').scrollIntoView());
};
/** Puts a code in that is none. */
const pairing = (code) => async (tab) => {
  await click(tab, '#vault-box .buttons button:nth-of-type(3)');
  await until(tab, () => document.querySelector('#vault-code') !== null);
  if (code) await tab.type('#vault-code', code);
  if (code) await click(tab, '#vault-form [type=submit]');
  await tab.evaluate(() => document.querySelector('#vault').scrollIntoView());
};
/** name: [view, shape, options, what is done to it]. */
const SURFACES = {
  'vault-offer': ['settings', { vault, sync }, { width: 1000, height: 700 }, offering], 'vault-offer-dark-de': ['settings', { vault, sync, lang: 'de' }, { width: 1280, height: 700, dark: true }, offering],
  'vault-offer-narrow-de': ['settings', { vault, sync, lang: 'de' }, { width: 320, height: 1100 }, offering], 'vault-offer-rtl': ['settings', { vault, sync, rtl: true }, { width: 1000, height: 700 }, offering],
  'vault-pair': ['settings', {}, { width: 1000, height: 800 }, pairing('')], 'vault-pair-wrong-de': ['settings', { lang: 'de' }, { width: 1000, height: 900, dark: true }, pairing('webmynd1 vault.example legal winner')],
  'vault-pair-words-narrow-de': ['settings', { lang: 'de' }, { width: 320, height: 1300 }, pairing('legal winner thank')],
  'vault-where': ['settings', { vault, sync }, { width: 1000, height: 700 }, seenAt('#where')], 'vault-where-dark-de': ['settings', { vault, sync, lang: 'de', settings: { textDays: 90, retentionDays: 365 } }, { width: 1280, height: 800, dark: true }, seenAt('#where')],
  'vault-where-narrow-de': ['settings', { vault, sync, lang: 'de' }, { width: 320, height: 1400, dark: true }, seenAt('#where')], 'vault-where-rtl': ['settings', { vault, sync, rtl: true }, { width: 800, height: 700 }, seenAt('#where')],
  'settings-vault-delete': ['settings', { vault, sync }, { width: 1000, height: 700 }, pressWords('Delete the account')], 'settings-vault-left-dark': ['settings', { vault, sync, away: 4 }, { width: 1000, height: 700, dark: true }, leaving],
  'settings-vault-paper-de': ['settings', { vault, sync, lang: 'de' }, { width: 1000, height: 1000 }, papered], 'settings-vault-paper-narrow-de': ['settings', { vault, sync, lang: 'de' }, { width: 380, height: 1300 }, papered],
  popup: ['popup', {}, popup], 'popup-dark': ['popup', {}, { ...popup, dark: true }], 'popup-de': ['popup', { lang: 'de' }, popup],
  'popup-webmark': ['popup', { front: THRICE }, popup], 'popup-webmark-dark-de': ['popup', { front: THRICE, lang: 'de' }, { ...popup, dark: true }],
  'popup-search': ['popup', {}, popup, type('tea')], 'popup-search-dark': ['popup', {}, { ...popup, dark: true }, type('tea')], 'popup-nothing': ['popup', {}, popup, type('zeppelin')], 'popup-loose': ['popup', {}, popup, type('harbour lantern ladder')], 'popup-missing-de': ['popup', { lang: 'de', opened: { missing: { pages: 12, visits: 20, parts: 1, bytes: 9_000 } } }, popup],
  'popup-damaged': ['popup', { damaged: true }, popup, type('malwort')],
  'popup-complete': ['popup', {}, popup, completed('la', 'ArrowDown')], 'popup-complete-dark-de': ['popup', { lang: 'de' }, { ...popup, dark: true }, completed('site:')],
  'popup-new': ['popup', { front: 'https://new.example/' }, popup], 'popup-empty': ['popup', {}, { ...popup, memory: 'empty' }],
  'popup-password': ['popup', { front: 'https://new.example/', tab: { skipped: 'password' } }, popup],
  'popup-excluded-de': ['popup', { lang: 'de', front: 'https://a.intranet.example/' }, popup], 'popup-listed': ['popup', { front: 'https://docs.stripe.com/api' }, popup],
  'popup-excepted': ['popup', { front: 'https://docs.stripe.com/api', settings: { exclusions: ['!docs.stripe.com'] } }, popup], 'popup-source-de': ['popup', { lang: 'de', front: 'view-source:https://a.example/' }, popup],
  'popup-paused': ['popup', { settings: { pausedUntil: Date.UTC(2026, 2, 3, 14, 50) } }, popup],
  'popup-fault': ['popup', { fault: { kind: 'freeSpace', fact: 'x' } }, popup], 'popup-access-de': ['popup', { lang: 'de', access: false }, popup],
  'popup-forget-site': ['popup', {}, popup, press('#forget-more button')], 'popup-forgotten': ['popup', { front: THRICE }, popup, press('#forget')],
  'popup-forgotten-de': ['popup', { front: THRICE, lang: 'de', reach: { gone: 2, of: 3 } }, popup, press('#forget')],
  'popup-rtl': ['popup', { rtl: true }, popup], 'popup-hostile': ['popup', {}, popup, type('malwort')], 'popup-narrow': ['popup', {}, { width: 190, height: 700 }],
  'popup-fewer': ['popup', {}, popup, type('zeppelin harbour')],
  panel: ['panel', {}, panel], 'panel-webmark': ['panel', { front: THRICE }, panel], 'panel-webmark-dark-de': ['panel', { front: THRICE, lang: 'de' }, { ...panel, dark: true }],
  'panel-often': ['panel', { front: NEWS }, panel], 'panel-often-all': ['panel', { front: NEWS }, panel, press('summary')], 'panel-often-narrow-de': ['panel', { front: NEWS, lang: 'de' }, { width: 320, height: 900 }], 'panel-often-devices': ['panel', { front: NEWS, device: 'Sofa' }, panel],
  'panel-search': ['panel', {}, panel, type('tea')], 'panel-search-dark-de': ['panel', { lang: 'de' }, { ...panel, dark: true }, type('tea')], 'panel-search-wide': ['panel', {}, { width: 1280, height: 900 }, type('pencil')],
  'panel-nothing': ['panel', {}, panel, type('on:never qwertz')], 'panel-nothing-de': ['panel', { lang: 'de' }, { width: 320, height: 700 }, type('am:nie qwertz')], 'panel-hostile': ['panel', { front: 'https://evil.example/wide' }, panel, type('malwort')],
  'panel-complete': ['panel', {}, panel, completed('site:', 'ArrowDown')],
  'panel-new': ['panel', { front: 'https://new.example/' }, panel], 'panel-new-page-de': ['panel', { front: 'https://museum.example/new', lang: 'de' }, { width: 320, height: 700 }], 'panel-empty': ['panel', { front: 'https://new.example/' }, { ...panel, memory: 'empty' }],
  'panel-password': ['panel', { front: 'https://new.example/', tab: { skipped: 'password' } }, panel], 'panel-excluded-de': ['panel', { lang: 'de', front: 'https://a.intranet.example/' }, { width: 320, height: 700 }],
  'panel-paused': ['panel', { settings: { pausedUntil: 'always' } }, panel], 'panel-no-page': ['panel', { front: null }, panel], 'panel-private-de': ['panel', { isPrivate: true, lang: 'de' }, panel],
  'panel-fault': ['panel', { fault: { kind: 'lost', fact: 'x' } }, panel], 'panel-rtl': ['panel', { rtl: true, front: THRICE }, panel], 'panel-tiny': ['panel', { front: THRICE }, { width: 190, height: 330 }],
  'panel-page-wide': ['panel', { front: NEWS }, { width: 1280, height: 800 }],
  settings: ['settings', {}, { height: 2900 }], 'settings-room': ['settings', { unlimited: false, room: { pictureBytes: 90_000_000, journalBytes: 45_000_000, indexBytes: 5_000_000 }, settings: { textBudget: 40, pictureBudget: 500 } }, { height: 2900 }], 'settings-dark': ['settings', {}, { height: 2300, dark: true }],
  'settings-de': ['settings', { lang: 'de', access: false, damaged: true }, { width: 900, height: 2400 }, press('#doctor button')],
  'settings-narrow': ['settings', { lang: 'de' }, { width: 320, height: 3200 }], 'settings-rtl': ['settings', { rtl: true }, { width: 1000, height: 2300 }],
  'settings-vault': ['settings', { vault, sync: { ...sync, thumbsFull: true }, settings: { sendThumbs: true } }, { width: 1000, height: 3400 }],
  'settings-vault-quarantine': ['settings', { vault, sync: { ...sync, quarantined: 2 } }, { width: 1000, height: 3400 }],
  'settings-vault-doubt-de': ['settings', { vault, sync: { ...sync, doubts: [{ device: 'Old phone', harm: 'clock', count: 1 }] }, lang: 'de' }, { width: 1000, height: 3400 }],
  'popup-vault-doubt': ['popup', { vault, sync: { ...sync, doubts: [{ device: 'Old phone', harm: 'foreign', count: 1 }] } }, popup],
  'settings-vault-back': ['settings', { vault, sync: { ...sync, failures: 1, fault: { kind: 'rolledBack', fact: 'x' } } }, { width: 1000, height: 3400 }, press('#vault-address-change')],
  'settings-vault-other-narrow-de': ['settings', { vault, sync: { ...sync, failures: 1, fault: { kind: 'otherAccount', fact: 'x' } }, lang: 'de' }, { width: 320, height: 5200, dark: true }, press('#vault-address-change')],
  'settings-vault-former': ['settings', { boundTo: 'http://127.0.0.1:7447' }, { width: 1000, height: 3000 }, joining],
  'settings-vault-narrow-de': ['settings', { vault, sync, lang: 'de' }, { width: 320, height: 5200, dark: true }],
  memory: ['memory', { withheld }, { height: 3600 }], 'memory-dark-de': ['memory', { withheld, lang: 'de' }, { height: 3600, dark: true, width: 1280 }], 'memory-empty': ['memory', {}, { height: 900, memory: 'empty' }],
  'memory-years': ['memory', { withheld, years: true, room: years }, { height: 4600 }], 'memory-years-narrow-de': ['memory', { withheld, years: true, room: years, lang: 'de' }, { width: 320, height: 6000 }],
  'memory-rtl': ['memory', { withheld, years: true, rtl: true }, { height: 4600, width: 900 }], 'memory-fault': ['memory', { fault: { kind: 'lost', fact: '' } }, { height: 700 }],
  welcome: ['welcome', {}, { height: 900 }], 'welcome-missing-dark': ['welcome', { access: false }, { height: 900, dark: true }],
  gone: ['gone', {}, { height: 1000, hash: goneHash(THRICE, 'missing') }], 'gone-dark-de': ['gone', { lang: 'de' }, { height: 1000, dark: true, hash: goneHash(THRICE, 'unknown') }],
  'gone-narrow-de': ['gone', { lang: 'de' }, { width: 320, height: 1300, hash: goneHash(THRICE, 'refused') }], 'gone-own-size': ['gone', {}, { width: 700, height: 900, hash: goneHash(THRICE, 'taken') }, press('#picture button')],
  'gone-vault': ['gone', { cards: true }, { height: 900, hash: goneHash('https://code.example/logs', 'silent') }], 'gone-vault-dark-de': ['gone', { cards: true, lang: 'de' }, { height: 900, dark: true, hash: goneHash('https://schiff.example/wort', 'silent') }],
  'gone-rtl': ['gone', { rtl: true }, { height: 900, hash: goneHash('https://madina.example/dalil', 'missing') }], 'gone-hostile': ['gone', {}, { width: 320, height: 900, hash: goneHash('https://evil.example/wide', 'missing') }],
  'gone-forgotten': ['gone', {}, { height: 500, hash: '#visit=&why=missing' }], 'gone-forgotten-narrow-de': ['gone', { lang: 'de' }, { width: 320, height: 600, dark: true, hash: '#visit=&why=missing' }], 'gone-fault-de': ['gone', { lang: 'de', fault: { kind: 'lost', fact: 'x' } }, { height: 500, hash: goneHash(THRICE, 'missing') }],
  'welcome-cleared-de': ['welcome', { lang: 'de' }, { height: 1000, memory: 'empty' }], 'welcome-narrow': ['welcome', { access: false }, { width: 320, height: 1100 }],
};

const dark = { dark: true, shape: { settings: { theme: 'dark' }, lang: 'de' } };
const narrow = { width: 360, height: 700 };
const toast = (page) => until(page, () => document.querySelector('.toast:not([hidden])') !== null);
const chords = (...all) => (page) => keys(page, ...all);
const versions = async (page) => {
  await until(page, () => harness.app.playback.search.matches !== null);
  await keys(page, 'v', 'd');
  await until(page, () => document.querySelectorAll('.version-thumb img').length > 3 && document.querySelector('.changes ins') !== null);
};
/** The first result on whose picture a word is lit, in the reeler. */
const lit = async (page) => {
  await until(page, () => document.querySelector('.result .lit-words:not([hidden])') !== null);
  await page.evaluate(() => [...harness.app.grid.pool.cells()].find(([, { ordinal }]) => harness.app.playback.lit.get(ordinal)?.length > 0)[1].link.focus());
  await keys(page, 'v');
  await until(page, () => document.querySelector('.frame.middle .full:not([hidden])') !== null);
};
const between = (page) => page.evaluate(() => harness.app.reel.timeline.setSpan(60 * 3_600_000));
const trailed = (page) => until(page, () => document.querySelector('.trail-save') !== null);
const forget = (...before) => async (page) => { await keys(page, ...before, 'Delete'); await toast(page); };
const list = async (page) => {
  await forget()(page);
  await keys(page, 'Delete');
  await until(page, () => document.querySelectorAll('.tile.forgotten').length >= 3);
  await click(page, '.toolbar button:has(+ [title$="(G)"])');
};

/** Two visits came while one looked elsewhere. */
const arrived = (...before) => async (page) => {
  await keys(page, ...before);
  await page.evaluate(async () => {
    for (const n of [1, 2]) await harness.engine.remember({ id: `${n}`.padStart(32, 'f'), at: Date.now() - 10_000 + n * 1000, offsetMin: 60, url: `https://new.example/${n}`, title: 'New', html: '<p>A new page that says so in a sentence.</p>' });
  });
  await page.waitForSelector('.fresh:not([hidden])');
};
const long = { shape: { device: 'The old computer in the attic beside the window' } };

/** name: [hash, options, what is done to it]. */
const PLAYBACK = {
  fresh: ['#/grid', {}, arrived('ArrowDown')], 'fresh-reel-de': ['#/reel', dark, arrived('ArrowLeft')], 'fresh-narrow-de': ['#/reel', { ...dark, ...narrow }, arrived('ArrowLeft')], 'fresh-tiny': ['#/grid', { width: 320, height: 256 }, arrived('ArrowDown')],
  device: ['#/grid', long], 'device-narrow': ['#/grid', { ...narrow, ...long }], 'device-reel': ['#/reel', long, chords('ArrowLeft', 'ArrowLeft')], 'device-reel-narrow': ['#/reel', { ...narrow, ...long }, chords('ArrowLeft', 'ArrowLeft')], 'device-results': ['#/grid?q=tea', long],
  grid: ['#/grid', {}], 'grid-dark-de': ['#/grid', dark], 'grid-narrow': ['#/grid', narrow], reel: ['#/reel', {}], 'reel-de': ['#/reel', dark], 'reel-narrow': ['#/reel', narrow, trailed],
  'reel-trail': ['#/reel', {}, trailed], 'reel-trail-de': ['#/reel', dark, trailed], versions: ['#/grid?q=harbour+site%3Anews.example', {}, versions], 'versions-narrow-de': ['#/grid?q=harbour+site%3Anews.example', { ...dark, ...narrow }, versions],
  'results-narrowed': ['#/grid?q=tea+site%3Aen.wikipedia.org+on%3A2026-02', {}], 'results-narrowed-de': ['#/grid?q=tea+is%3Awebmark+label%3Areading', dark], 'results-older': ['#/grid?q=%22day+4%22', {}],
  results: ['#/grid?q=tea', {}], 'results-lit': ['#/grid?q=the', {}], 'results-lit-dark-de': ['#/grid?q=the', dark], 'reel-lit': ['#/grid?q=the', {}, lit], 'results-damaged': ['#/grid?q=malwort', { shape: { damaged: true } }], 'results-loose': ['#/grid?q=harbour+lantern+ladder', {}], 'results-loose-de': ['#/grid?q=harbour+lantern+ladder', dark], 'results-dark-de': ['#/grid?q=tea', dark], 'results-labelled': ['#/grid?q=sourdough+OR+pencil+OR+logs', {}], 'results-labelled-de': ['#/grid?q=sourdough+OR+pencil+OR+logs', dark],
  'date-found': ['#/reel?q=tea', {}, chords('g')], 'date-found-narrow-de': ['#/reel?q=tea', { ...dark, ...narrow }, chords('g')], nothing: ['#/grid?q=zeppelin', {}], 'nothing-de': ['#/grid?q=zeppelin', dark],
  selected: ['#/grid', {}, chords('ArrowRight', ' ', 'Shift+ArrowRight')], 'selected-de': ['#/grid', dark, chords('ArrowRight', ' ', 'Shift+ArrowRight')],
  'selected-reel': ['#/grid', {}, chords('ArrowRight', ' ', 'Shift+ArrowRight', 'v')], 'selected-reel-narrow-de': ['#/grid', { ...dark, ...narrow }, chords('ArrowRight', ' ', 'Shift+ArrowRight', 'v')],
  'timeline-hour': ['#/reel', {}, chords('+', '+')], 'timeline-day-de': ['#/reel', dark, chords('+', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft')], 'timeline-day-hits': ['#/reel?q=tea', {}, chords('+', 'Shift+N')], 'timeline-day-narrow': ['#/reel', { ...narrow, width: 320 }, chords('+')],
  'timeline-week': ['#/reel', {}], 'timeline-between': ['#/reel', {}, between], 'timeline-day-rtl': ['#/reel', { shape: { rtl: true } }, chords('+')],
  'selected-narrow-de': ['#/grid', { ...dark, ...narrow }, chords('ArrowRight', ' ', 'Shift+ArrowRight')],
  'hits-selected': ['#/grid?q=pencil', {}, chords(' ', 'Shift+ArrowRight')], 'hits-selected-de': ['#/grid?q=pencil', dark, chords(' ', 'Shift+ArrowRight')],
  'forgot-page': ['#/grid', {}, forget('ArrowRight')], 'forgot-page-de': ['#/grid', dark, forget('ArrowRight')], 'forgot-page-narrow-de': ['#/grid', { ...dark, ...narrow }, forget('ArrowRight')],
  'forgot-visit': ['#/grid', {}, forget('ArrowRight', ' ')], 'forgot-reel': ['#/reel', {}, forget('ArrowLeft')],
  complete: ['#/grid', {}, completed('la', 'ArrowDown')], 'complete-site': ['#/grid', {}, completed('harbour site:', 'ArrowDown', 'ArrowDown')], 'complete-dark-de': ['#/grid', dark, completed('am:', 'ArrowDown')],
  'complete-lang-de': ['#/reel', dark, completed('sprache:', 'ArrowDown')], 'complete-narrow': ['#/grid', narrow, completed('site:', 'ArrowDown')], 'complete-narrow-de': ['#/grid', { ...dark, ...narrow, width: 400 }, completed('la', 'ArrowDown')],
  'complete-rtl': ['#/grid', { shape: { rtl: true } }, completed('la', 'ArrowDown')],
  'forgotten-list': ['#/grid', {}, list], 'forgotten-list-de': ['#/grid', dark, list], labels: ['#/grid', {}, chords(' ', 'Shift+ArrowRight', 'l')],
  'labels-de': ['#/grid', dark, chords(' ', 'Shift+ArrowRight', 'l')], keys: ['#/grid', { height: 1900 }, chords('?')], 'keys-de': ['#/grid', { ...dark, height: 1900 }, chords('?')], 'keys-narrow-de': ['#/grid', { ...dark, width: 400, height: 2400 }, chords('?')],
};

const named = (all) => Object.entries(all).filter(([name]) => name.includes(only));
const take = async (page, name) => {
  await settle(page);
  await page.screenshot({ path: join(out, `${name}.png`) });
};
for (const [name, [view, shape, size, act]] of named(SURFACES)) {
  const tab = await surface(view, shape, size);
  await act?.(tab);
  await take(tab, name);
}
for (const [name, [hash, options, act]] of named(PLAYBACK)) {
  const page = await playback(hash, options);
  await until(page, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy);
  await act?.(page);
  await until(page, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy && harness.app.reel.drive.atRest);
  await take(page, name);
}
await close();
