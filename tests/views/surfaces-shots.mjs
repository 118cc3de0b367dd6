// Pictures of every screen for human eyes: node tests/views/surfaces-shots.mjs [DIRECTORY] [NAME-PART]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, open, serveViews } from './surfaces-stage.mjs';

const [out = 'out/surfaces', only = ''] = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const DAY = 86_400_000;
const popup = { width: 380, height: 520 };
const type = (words) => async (tab) => { await tab.type('#q', words); await new Promise((go) => { setTimeout(go, 300); }); };
const press = (selector) => async (tab) => { await tab.click(selector); await new Promise((go) => { setTimeout(go, 300); }); };

const vault = { origin: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 3 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 3 };

const SHOTS = [
  ['popup', 'popup', {}, popup], ['popup-dark', 'popup', {}, { ...popup, dark: true }], ['popup-de', 'popup', { lang: 'de' }, popup],
  ['popup-webmark', 'popup', { frontVisit: 31 }, popup], ['popup-webmark-dark-de', 'popup', { frontVisit: 31, lang: 'de' }, { ...popup, dark: true }],
  ['popup-search', 'popup', {}, popup, type('a')], ['popup-search-dark', 'popup', {}, { ...popup, dark: true }, type('a')], ['popup-nothing', 'popup', {}, popup, type('zzzz')],
  ['popup-new', 'popup', { front: 'https://new.example/' }, popup], ['popup-empty', 'popup', { visits: 0 }, popup],
  ['popup-password', 'popup', { front: 'https://new.example/', tab: { skipped: 'password' } }, popup],
  ['popup-excluded-de', 'popup', { lang: 'de', front: 'https://intranet.example/', tab: { skipped: 'excluded', form: 'excluded' } }, popup],
  ['popup-paused', 'popup', { settings: { pausedUntil: new Date(2026, 2, 3, 15, 50).getTime() } }, popup],
  ['popup-fault', 'popup', { fault: { kind: 'freeSpace', fact: 'x' } }, popup], ['popup-access-de', 'popup', { lang: 'de', access: false }, popup],
  ['popup-forget-site', 'popup', {}, popup, press('#forget-more button')], ['popup-forgotten', 'popup', {}, popup, press('#forget')], ['popup-rtl', 'popup', { rtl: true }, popup], ['popup-hostile', 'popup', { hostile: true }, popup, type('h')],
  ['popup-narrow', 'popup', {}, { width: 190, height: 700 }],
  ['settings', 'settings', {}, { width: 1100, height: 2300 }], ['settings-dark', 'settings', {}, { width: 1100, height: 2300, dark: true }],
  ['settings-de', 'settings', { lang: 'de', access: false, damaged: true }, { width: 900, height: 2400 }, press('#doctor button')],
  ['settings-narrow', 'settings', { lang: 'de' }, { width: 320, height: 3200 }], ['settings-rtl', 'settings', { rtl: true }, { width: 1000, height: 2300 }],
  ['settings-vault', 'settings', { vault, sync: { ...sync, thumbsFull: true }, settings: { sendThumbs: true } }, { width: 1000, height: 3400 }],
  ['settings-vault-narrow-de', 'settings', { vault, sync, lang: 'de' }, { width: 320, height: 5200, dark: true }],
  ['welcome', 'welcome', {}, { height: 900 }], ['welcome-missing-dark', 'welcome', { access: false }, { height: 900, dark: true }],
  ['welcome-cleared-de', 'welcome', { lang: 'de', visits: 0, settings: { firstRunAt: Date.now() - 2000 * DAY } }, { height: 1000 }],
  ['welcome-narrow', 'welcome', { access: false }, { width: 320, height: 1100 }],
];

const { origin, close } = await serveViews();
const browser = await launch(process.env.BROWSER ?? 'chromium');
for (const [name, page, shape, size, act] of SHOTS) {
  if (!name.includes(only)) continue;
  const tab = await open(browser, origin, page, shape, size);
  await act?.(tab);
  await new Promise((go) => { setTimeout(go, 200); });
  await tab.screenshot({ path: join(out, `${name}.png`) });
  await tab.close();
}
await browser.close();
close();
