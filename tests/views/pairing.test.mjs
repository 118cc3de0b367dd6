// Letting another device in, and coming in: one code, as text, as a picture, before a camera; what is wrong with it; what is where. The worker that draws and reads QR codes is the product's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { click, clickWords } from '../browser/lib/click.mjs';
import { accessible, says, sound, until, world } from './stage/hands.mjs';
import { camera, fileOf, qrFile } from './stage/pictures.mjs';
import { BROWSER, surface, views } from './stage/stage.mjs';

const vault = { origin: 'https://vault.example', boundTo: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 0 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 0 };
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const CODE = `webmynd1 vault.example ${WORDS}`;
const OTHER = `webmynd1 vault.example ${WORDS.split(' ').slice(0, 11).join(' ')} zoo`;

/** The sheet of an account, with a code on it; gives what is copied. */
async function offering(shape = {}, options = {}) {
  const tab = await surface('settings', { vault, sync, ...shape }, options);
  await tab.evaluate(() => { navigator.clipboard.writeText = async (words) => { globalThis.copied = words; }; });
  await click(tab, '#vault-offer .setting button');
  await until(tab, () => document.querySelector('.qr') !== null);
  await click(tab, '#vault-offer .primary');
  await until(tab, () => globalThis.copied);
  return { tab, code: await world(tab, () => globalThis.copied) };
}

/** The form of who comes in. */
async function comingIn(shape = {}, options = {}) {
  const tab = await surface('settings', shape, options);
  await click(tab, '#vault-box .buttons button:nth-of-type(3)');
  await until(tab, () => document.activeElement?.id === 'vault-code');
  return tab;
}

/** As a paste does: the whole text at once, where the focus is. */
const put = (tab, words) => tab.evaluate((text) => {
  const field = document.querySelector('#vault-code');
  field.focus();
  field.select();
  document.execCommand('insertText', false, text);
}, words);
const valueOf = (tab) => tab.$eval('#vault-code', (field) => field.value);
const send = (tab) => click(tab, '#vault-form [type=submit]');
const choose = async (tab, path) => (await tab.$('#vault-code-file')).uploadFile(path);
const entered = async (tab) => {
  await until(tab, () => globalThis.world.entered);
  return world(tab, () => ({ ...globalThis.world.entered, code: [...new Uint8Array(globalThis.world.entered.code)] }));
};
const hidden = (tab, selector) => tab.$eval(selector, (node) => !node.checkVisibility());

views('a code for another device', () => {
  test('one line says all: the address and 12 words; it is copied whole, its time runs, its picture says the same', async () => {
    const { tab, code } = await offering();
    assert.match(code, /^webmynd1 vault\.example(?: [a-z]+){12}$/);
    assert.equal(await tab.$eval('#vault-offer output', (node) => node.textContent.trim()), code);
    assert.deepEqual(await world(tab, () => globalThis.world.offered), [16]);
    await says(tab, '#vault-offer .offer', '10:00');
    await says(tab, '#vault-offer .offer code', 'webmynd login vault.example --pair');
    await accessible(tab, 'a code for another device');
    await tab.evaluate((now) => { Date.now = () => now; }, await tab.evaluate(() => Date.now() + 65_000));
    await says(tab, '#vault-offer .offer', '8:55');
    await tab.evaluate((now) => { Date.now = () => now; }, await tab.evaluate(() => Date.now() + 540_000));
    await says(tab, '#vault-offer', 'not good any more');
    assert.equal(await tab.$('.qr'), null, 'what is not good any more is not shown');
  });

  test('the picture on the screen, taken as it is, is the code: in light, and at 320 px in the dark with forced colours', async () => {
    for (const options of [{}, { dark: true, width: 320 }]) {
      const { tab, code } = await offering({}, options);
      await sound(tab, JSON.stringify(options));
      const session = BROWSER === 'chrome' && options.dark ? await tab.createCDPSession() : null;
      await session?.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }, { name: 'prefers-color-scheme', value: 'dark' }] });
      const picture = fileOf('screen.png', await (await tab.$('.qr')).screenshot());
      await session?.send('Emulation.setEmulatedMedia', { features: [] });
      await session?.detach();
      const other = await comingIn();
      await choose(other, picture);
      await says(other, '#vault-form', 'It leads to the account at vault.example.');
      assert.equal(await valueOf(other), code);
      await until(other, () => document.activeElement?.type === 'submit');
      await send(other);
      assert.equal((await entered(other)).place.origin, vault.origin);
    }
  });

  test('when a device has come in, that is said and the code is gone; who puts the code away is asked nothing', async () => {
    const { tab } = await offering();
    await tab.evaluate(() => { globalThis.world.come = true; });
    await says(tab, '#vault-offer', '“new tablet” has come in.');
    await says(tab, '.devices', 'new tablet');
    await says(tab, '#where .others', 'new tablet');
    assert.equal(await tab.$('.qr'), null);
    await click(tab, '#vault-offer .setting button');
    await until(tab, () => document.querySelector('.qr') !== null);
    await clickWords(tab, 'Close', '#vault-offer');
    await until(tab, () => document.querySelector('.qr') === null && document.activeElement?.textContent === 'Let another device in');
  });
});

views('coming in by a code', () => {
  test('the code is all that is wanted: no address is asked for, and Enter sends it', async () => {
    const tab = await comingIn();
    await accessible(tab, 'coming in by a code');
    assert.ok(await hidden(tab, '#vault-server'));
    await put(tab, CODE.replaceAll(' ', '\n'));
    assert.ok(await hidden(tab, '#vault-server'));
    await tab.keyboard.press('Enter');
    const { kind, place, code } = await entered(tab);
    assert.deepEqual([kind, place.origin, code.length], ['pair', 'https://vault.example', 16]);
    assert.notEqual(place.deviceName, '');
  });

  test('the welcome page leads straight to the field', async () => {
    const welcome = await surface('welcome', {});
    assert.match(await welcome.$eval('#other a', (link) => link.href), /views\/settings\/settings\.html#vault-code$/);
    const tab = await surface('settings', {}, { hash: '#vault-code' });
    await until(tab, () => document.activeElement?.id === 'vault-code' && document.activeElement.getBoundingClientRect().top < innerHeight);
  });

  test('the words alone, as the command line shows them, with the address beside them', async () => {
    const tab = await comingIn();
    await put(tab, WORDS);
    await until(tab, () => document.querySelector('#vault-server').checkVisibility() && document.querySelector('#vault-server').required);
    await accessible(tab, 'words alone');
    await tab.type('#vault-server', 'http://127.0.0.1:7447');
    await send(tab);
    assert.equal((await entered(tab)).place.origin, 'http://127.0.0.1:7447');
  });

  test('what is wrong with a code is said, and it stays in the field', async () => {
    const tab = await comingIn();
    for (const [typed, words] of [
      ['https://vault.example', 'This is no pairing code'],
      [CODE.slice(0, CODE.lastIndexOf(' wave')), 'cut short: 4 of its 12 words'],
      [CODE.slice(0, -3), 'A word of this code is wrong or cut short'],
      [CODE.replace('winner', 'wimmer'), 'A word of this code is wrong or cut short'],
      [`${CODE} legal`, 'more than one code'],
      [CODE.replace('webmynd1', 'webmynd2'), 'A newer WebMynd made this code'],
      [CODE.replace('vault.example', 'vault.example/x'), 'address in this code cannot be right'],
      [CODE.replace('vault.example ', ''), 'address is missing from this code'],
    ]) {
      await put(tab, typed);
      await send(tab);
      await says(tab, '#vault-form form > [role=status]', words);
      assert.equal(await valueOf(tab), typed);
    }
    await accessible(tab, 'a code that is none');
    assert.equal(await world(tab, () => globalThis.world.entered), null);
  });

  test('an address that is no server’s, a code that was used or is over: each is said, the code stays', async () => {
    for (const [shape, words] of [
      [{ noServer: { kind: 'later', fact: 'the server answered 404' } }, 'vault.example does not answer as the server of a vault'],
      [{ noServer: { kind: 'distrust', fact: 'no JSON' } }, 'vault.example does not answer as the server of a vault'],
      [{ entering: { kind: 'refused', fact: 'not found' } }, 'it lets one device in, within ten minutes'],
      [{ entering: { kind: 'quota', fact: 'full' } }, 'Your vault is full'],
    ]) {
      const tab = await comingIn(shape);
      await put(tab, CODE);
      await send(tab);
      await says(tab, '#vault-form form > [role=status]', words);
      assert.equal(await valueOf(tab), CODE);
    }
  });

  test('pictures without a code, with two, with another’s, too large, or none at all: each is said, nothing is lost', async () => {
    const tab = await comingIn();
    await put(tab, 'legal winner');
    const white = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAIBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');
    /** A picture that says of itself to be as large as none: it is not unpacked. */
    const huge = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="20000" height="20000"><rect width="9" height="9"/></svg>');
    for (const [path, words] of [
      [await qrFile(tab, 'white.png', []), 'No QR code can be read'],
      [fileOf('dot.png', white), 'No QR code can be read'],
      [await qrFile(tab, 'two.png', [CODE, OTHER]), 'several pairing codes'],
      [await qrFile(tab, 'foreign.png', ['https://evil.example/?q=webmynd1 vault.example']), 'What this QR code says is no pairing code'],
      [fileOf('huge.svg', huge), 'too large'],
      [fileOf('broken.png', white.subarray(0, 40)), 'cannot read this file as a picture'],
      [fileOf('words.txt', Buffer.from(CODE)), 'cannot read this file as a picture'],
    ]) {
      await choose(tab, path);
      await says(tab, '#vault-form .stack > [role=status]', words);
      assert.equal(await valueOf(tab), 'legal winner', path);
    }
    await choose(tab, await qrFile(tab, 'newer.png', [CODE.replace('webmynd1', 'webmynd7')]));
    await says(tab, '#vault-form .stack > [role=status]', 'A newer WebMynd made this code');
  });

  test('one code among others’ is the one that is meant; a small one in a large photograph is found; a picture is pasted', async () => {
    const tab = await comingIn();
    await choose(tab, await qrFile(tab, 'among.png', ['https://shop.example/', CODE]));
    await until(tab, (code) => document.querySelector('#vault-code').value === code, CODE);
    await put(tab, '');
    await choose(tab, await qrFile(tab, 'photograph.png', [CODE], { square: 3, ground: { width: 3_600, height: 2_400 } }));
    await until(tab, (code) => document.querySelector('#vault-code').value === code, CODE);
    await put(tab, '');
    await tab.evaluate((base64) => {
      const picture = new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], 'picture.png', { type: 'image/png' });
      // Firefox gives an event that a script makes no clipboard with files in it.
      const event = Object.defineProperty(new Event('paste', { bubbles: true, cancelable: true }), 'clipboardData', { value: { files: [picture], getData: () => '' } });
      document.querySelector('#vault-code').dispatchEvent(event);
    }, readFileSync(await qrFile(tab, 'pasted.png', [CODE], { square: 4 })).toString('base64'));
    await until(tab, (code) => document.querySelector('#vault-code').value === code, CODE);
  });

  test('with the camera: what it sees comes into the field, and it goes out', async () => {
    const tab = await surface('settings', {});
    await camera(tab, ['https://shop.example/', CODE]);
    await click(tab, '#vault-box .buttons button:nth-of-type(3)');
    await clickWords(tab, 'Use the camera', '#vault-form');
    await until(tab, (code) => document.querySelector('#vault-code').value === code, CODE);
    await until(tab, () => document.querySelector('video') === null && globalThis.tracks.every(({ readyState }) => readyState === 'ended'));
    await says(tab, '#vault-form', 'It leads to the account at vault.example.');
  });

  test('a camera that sees nothing is stopped; one that is not given is told; without one there is no button', async () => {
    const tab = await surface('settings', {});
    await camera(tab, []);
    await click(tab, '#vault-box .buttons button:nth-of-type(3)');
    await clickWords(tab, 'Use the camera', '#vault-form');
    await until(tab, () => document.querySelector('video')?.videoWidth > 0);
    await accessible(tab, 'a camera');
    await clickWords(tab, 'Stop the camera', '#vault-form');
    await until(tab, () => document.querySelector('video') === null && globalThis.tracks.every(({ readyState }) => readyState === 'ended'));
    await clickWords(tab, 'Use the camera', '#vault-form');
    await until(tab, () => document.querySelector('video') !== null);
    await click(tab, '#vault-box .buttons button:nth-of-type(2)');
    await until(tab, () => globalThis.tracks.every(({ readyState }) => readyState === 'ended'));

    const refused = await surface('settings', {});
    await camera(refused, null);
    await click(refused, '#vault-box .buttons button:nth-of-type(3)');
    await clickWords(refused, 'Use the camera', '#vault-form');
    await says(refused, '#vault-form', 'does not give WebMynd the camera');

    const none = await comingIn();
    assert.ok(await none.$$eval('#vault-form button', (all) => all.filter((one) => one.checkVisibility()).every(({ textContent }) => textContent !== 'Use the camera')));
  });
});
