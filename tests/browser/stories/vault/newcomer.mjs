/** Sync for a newcomer, by the hand alone: an account on one device, and the second in by the code that the first shows. What had to be typed is counted. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VaultServer } from '../../../../tools/lib/vault-server.mjs';
import { openWay, settingsOf, synced, textOf } from '../../lib/account.mjs';
import { clickWords, pressWords } from '../../lib/click.mjs';
import { engineOf, remembered, tell } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

/** A pair of hands at a page: notes what it puts into which field. */
class Hands {
  typed = [];
  constructor(page) { this.page = page; }

  async put(id, text) {
    this.typed.push(id);
    await this.page.evaluate((field, words) => {
      const input = document.getElementById(field);
      input.focus();
      input.select();
      document.execCommand('insertText', false, words);
    }, id, text);
  }
}

/** An account with what is suggested: the name of the device and the passphrase are taken as they stand. */
async function makeAccount(hands, origin) {
  const { page } = hands;
  await openWay(page, 'Create an account');
  await hands.put('vault-server', origin);
  await hands.put('vault-account', 'ada');
  await pressWords(page, 'Continue', '#vault-box');
  const words = await until(() => page.evaluate(() => {
    const all = [...document.querySelectorAll('#vault-box .words li')].map((one) => one.textContent);
    return all.length === 24 && document.querySelector('#vault-box output').value !== '' && all;
  }));
  await clickWords(page, 'I have written them down', '#vault-box');
  const asked = await until(() => page.evaluate(() => {
    const ids = [...document.querySelectorAll('.asked-words input')].map(({ id }) => id);
    return ids.length === 4 && ids;
  }));
  for (const id of asked) await hands.put(id, words[Number(id.split('-').at(-1))]);
  await clickWords(page, 'Create the account', '#vault-box');
  await synced(page);
}

/** The account's device shows a code; gives what its button copies. */
async function showCode(page) {
  await page.evaluate(() => { navigator.clipboard.writeText = async (words) => { globalThis.copied = words; }; });
  await clickWords(page, 'Let another device in', '#vault-offer');
  await until(() => page.evaluate(() => document.querySelector('.qr') !== null), { what: 'no code was shown' });
  await clickWords(page, 'Copy', '#vault-offer');
  return until(() => page.evaluate(() => globalThis.copied));
}

/** A server, and two devices: the first has an account and a page, the second nothing. */
async function twoDevices({ launch, profile, strikes, site, assert, browser }, { other = browser } = {}) {
  const server = await VaultServer.start({ data: profile() });
  strikes(() => server.stop());
  const driven = await launch();
  const first = new Hands(await settingsOf(driven));
  const began = performance.now();
  await makeAccount(first, server.origin);
  assert.deepEqual(first.typed.map((id) => id.replace(/\d+$/, 'n')), ['vault-server', 'vault-account', ...Array.from({ length: 4 }, () => 'vault-word-n')]);
  const url = `${site.origin}/4711`;
  site.serve('/4711', pageOf(4711));
  const page = await driven.page();
  await page.goto(url);
  await remembered(engineOf(first.page), url);
  await page.close();
  await first.page.bringToFront();
  const answer = await tell(first.page, { kind: 'sync' });
  assert.equal(answer.fault ?? null, null);
  const second = new Hands(await settingsOf(await launch({ name: other })));
  return { server, first, second, began };
}

/** The second is in, it finds what the first saw, and the first says who has come. */
async function isIn({ first, second, began }, { assert, note }) {
  await synced(second.page);
  note(`${((performance.now() - began) / 1000).toFixed(0)} s from nothing to two devices`);
  const { hits } = await engineOf(second.page).search({ q: wordsOf(4711), sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 });
  assert.ok(hits[0]?.url.endsWith('/4711'), 'the second device finds what the first saw');
  await until(async () => /has come in/.test(await textOf(first.page, '#vault-offer')), { what: 'the first device never said that the other has come' });
}

export default [{
  name: 'a newcomer has two devices on one account, and the second is told nothing but the code, pasted',
  minutes: 8,
  async run(set) {
    const { assert } = set;
    const devices = await twoDevices(set);
    const { first, second } = devices;
    const code = await showCode(first.page);
    await openWay(second.page, 'Use a code');
    await second.put('vault-code', code);
    await pressWords(second.page, 'Sign in', '#vault-form');
    await isIn(devices, set);
    assert.deepEqual(second.typed, ['vault-code']);

    const third = new Hands(await settingsOf(await set.launch()));
    await openWay(third.page, 'Use a code');
    const says = (words) => until(async () => words.test(await textOf(third.page, '#vault-form form > [role=status]')), { what: `${words} was not said` });
    for (const [text, words] of [
      [code, /not good any more/],
      [code.replace(devices.server.origin, set.site.origin), /does not answer as the server of a vault|cannot be right/],
      [code.replace(/:\d+ /, ':9 '), /does not answer as the server of a vault/],
      [code.slice(0, code.lastIndexOf(' ')), /11 of its 12 words/],
    ]) {
      await third.put('vault-code', text);
      await pressWords(third.page, 'Sign in', '#vault-form');
      await says(words);
      assert.equal(await third.page.evaluate(() => document.getElementById('vault-code').value), text, 'it stays in the field');
    }

    await clickWords(second.page, 'Sign out', '#vault-box');
    await clickWords(second.page, 'Sign out', '#vault-box .buttons');
    await openWay(second.page, 'Sign in');
    const there = () => second.page.evaluate(() => document.getElementById('vault-server').value);
    await until(async () => (await there()) === devices.server.origin, { what: 'the address of the server was not remembered' });
  },
}, {
  name: 'the second device is told nothing at all: it reads the picture of the code on the first one\'s screen',
  minutes: 8,
  async run(set) {
    const devices = await twoDevices(set, { other: set.browser === 'chrome' ? 'firefox' : 'chrome' });
    const { first, second } = devices;
    await showCode(first.page);
    const picture = join(set.profile(), 'screen.png');
    writeFileSync(picture, await first.page.screenshot());
    await openWay(second.page, 'Use a code');
    await (await second.page.$('#vault-code-file')).uploadFile(picture);
    const said = () => textOf(second.page, '#vault-form .stack > [role=status]');
    await until(async () => /^The code is read\. It leads to the account at http:\/\/127\.0\.0\.1/.test(await said()), { what: 'the picture was not read' });
    await pressWords(second.page, 'Sign in', '#vault-form');
    await isIn(devices, set);
    set.assert.deepEqual(second.typed, []);
  },
}, {
  name: 'the settings are given the camera by a browser that has one, and give it back',
  async run({ launch, browser, assert }) {
    const driven = await launch({
      args: browser === 'chrome' ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] : [],
      prefs: { 'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true },
    });
    const page = await settingsOf(driven);
    await openWay(page, 'Use a code');
    await until(() => page.evaluate(() => [...document.querySelectorAll('#vault-form button')].some((one) => one.textContent === 'Use the camera' && one.checkVisibility())), { what: 'the camera is not offered' });
    await clickWords(page, 'Use the camera', '#vault-form');
    await until(() => page.evaluate(() => document.querySelector('#vault-form video')?.videoWidth > 0), { what: 'nothing was seen' });
    await clickWords(page, 'Stop the camera', '#vault-form');
    await until(() => page.evaluate(() => document.querySelector('#vault-form video') === null));
    assert.equal(await textOf(page, '#vault-form .stack > [role=status]'), '');
  },
}];
