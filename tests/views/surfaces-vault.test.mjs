// The vault's part of popup and settings, driven in real browsers over a seeded world.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { click, clickWords } from '../browser/lib/click.mjs';
import { clean, says, until, world } from './surfaces-checks.mjs';
import { BROWSERS, launch, open, serveViews } from './surfaces-stage.mjs';

const vault = { origin: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 3 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 3 };
const lost = { ...sync, failures: 4, fault: { kind: 'rolledBack', fact: 'a sealed fact' } };
const STATES = {
  'settings with an account': ['settings', { vault, sync }], 'settings with a server that went back': ['settings', { vault, sync: lost }],
  'a popup with an account': ['popup', { sync }], 'a popup while the vault calls': ['popup', { sync: lost }],
};
const POPUP = { width: 380, height: 600 };

for (const name of Object.keys(BROWSERS)) {
  describe(name, { skip: existsSync(BROWSERS[name]) ? false : `${BROWSERS[name]} is not here` }, () => {
    let stage;
    let browser;
    before(async () => { stage = await serveViews(); browser = await launch(name); });
    after(async () => { await browser?.close(); stage?.close(); });

    const visit = async (page, shape, options, run) => {
      const tab = await open(browser, stage.origin, page, shape, options);
      try { await run(tab); } finally { await tab.close(); }
    };

    for (const [state, [page, shape]] of Object.entries(STATES)) {
      test(`clean in every dress: ${state}`, async () => {
        const size = page === 'popup' ? POPUP : {};
        await visit(page, shape, size, (tab) => clean(tab, `${state}, light`));
        await visit(page, { ...shape, lang: 'de' }, { ...size, dark: true }, (tab) => clean(tab, `${state}, dark`));
        await visit(page, { ...shape, rtl: true }, { ...size, width: page === 'popup' ? 200 : 320 }, (tab) => clean(tab, `${state}, narrow`));
      });
    }

    for (const [proof, label, help] of [['password', 'Password in the server’s directory', 'vault.example asks for your own password'], ['idToken', 'ID token', 'an ID token of https://id.example']]) {
      test(`a directory of users that wants a ${proof} is answered in the same form`, () => visit('settings', { directory: { proof, atLogin: true, issuer: proof === 'idToken' ? 'https://id.example' : null } }, {}, async (tab) => {
        await click(tab, '#vault-box .buttons button:nth-of-type(2)');
        await until(tab, () => document.querySelector('#vault-passphrase') !== null);
        assert.equal(await tab.$('#vault-directory'), null);
        for (const [id, words] of [['server', 'https://vault.example'], ['account', 'ada'], ['passphrase', 'one two three']]) await tab.type(`#vault-${id}`, words);
        await click(tab, '#vault-form [type=submit]');
        await until(tab, () => document.activeElement?.id === 'vault-directory');
        assert.equal(await tab.$eval('label[for=vault-directory]', (one) => one.textContent), label);
        await says(tab, '#vault-directory-help', help);
        await clean(tab, `a directory, ${proof}`);
      }));
    }

    test('the ways into a vault: a form at a time, a wrong address is told at its field', () => visit('settings', {}, {}, async (tab) => {
      await click(tab, '#vault-box .buttons button:nth-of-type(2)');
      await until(tab, () => document.querySelector('#vault-passphrase') !== null);
      await clean(tab, 'signing in');
      await click(tab, '#vault-box .buttons button:nth-of-type(1)');
      await until(tab, () => document.querySelector('#vault-passphrase') === null && document.activeElement?.id === 'vault-server');
      await clean(tab, 'creating');
      for (const [id, words] of [['server', 'http://vault.example'], ['account', 'ada']]) await tab.type(`#vault-${id}`, words);
      await click(tab, '#vault-form [type=submit]');
      await until(tab, () => document.querySelector('#vault-server').validationMessage.includes('https://'));
    }));

    test('devices and what the vault keeps; a name is text', () => visit('settings', { vault, sync }, {}, async (tab) => {
      await says(tab, '.devices', '<b>sofa</b>');
      await says(tab, '.devices', 'revoked');
      assert.equal(await tab.$$eval('.devices button', (buttons) => buttons.length), 1, 'only another device that is not revoked yet can be');
      await says(tab, '#vault-box', '4.2 MB of 100 MB');
      await click(tab, '.devices button');
      await says(tab, '#vault-box form', 'will read nothing');
      await clean(tab, 'revoking');
    }));

    test('small pictures are sent when that is chosen, from then on; a full vault is told', async () => {
      await visit('settings', { vault, sync }, {}, async (tab) => {
        assert.equal(await tab.$eval('#send-thumbs', (box) => box.checked), false, 'nobody chose it');
        await says(tab, '#vault-box', 'About 8 KB for a page');
        await click(tab, '#send-thumbs');
        await until(tab, () => globalThis.world.settings.sendThumbs && globalThis.world.sent.some(({ kind }) => kind === 'sync'));
        await clean(tab, 'sending pictures');
        await click(tab, '#send-thumbs');
        await until(tab, () => globalThis.world.settings.sendThumbs === false);
      });
      await visit('settings', { vault, sync: { ...sync, thumbsFull: true }, settings: { sendThumbs: true } }, {}, (tab) => says(tab, '#vault-box', 'no room for more pictures'));
    });

    test('the account is deleted when it was asked twice, and taken back', () => visit('settings', { vault, sync }, {}, async (tab) => {
      await clickWords(tab, 'Delete the account', '#vault-box');
      await clickWords(tab, 'Delete the account', '#vault-box .buttons');
      await says(tab, '#vault-box', 'can be taken back');
      await clickWords(tab, 'Undo', '#vault-box');
      await until(tab, () => globalThis.world.undeleted === 'T');
    }));

    test('signing out is asked twice, and says what stays', () => visit('settings', { vault, sync }, {}, async (tab) => {
      await says(tab, '#vault-state', 'Synced');
      await says(tab, '#vault-state', '3 changes');
      await clickWords(tab, 'Sign out', '#vault-box');
      await says(tab, '#vault-box', 'you need the passphrase');
      assert.ok(!(await world(tab, () => globalThis.world.left)));
      await click(tab, '#vault-box .danger');
      await until(tab, () => globalThis.world.left && globalThis.world.sent.some(({ kind }) => kind === 'sync'));
    }));
  });
}
