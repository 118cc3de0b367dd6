// The vault's part of popup and settings. What its server would say is laid over the engine: see stage/overlay.ts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click, clickWords } from '../browser/lib/click.mjs';
import { accessible, says, until, world } from './stage/hands.mjs';
import { surface, views } from './stage/stage.mjs';

const vault = { origin: 'https://vault.example', boundTo: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 3 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 3 };

views('the vault in settings', () => {
  for (const [proof, label, help] of [['password', 'Password in the server’s directory', 'vault.example asks for your own password'], ['idToken', 'ID token', 'an ID token of https://id.example']]) {
    test(`a directory of users that wants a ${proof} is answered in the same form`, async () => {
      const tab = await surface('settings', { directory: { proof, atLogin: true, issuer: proof === 'idToken' ? 'https://id.example' : null } });
      await click(tab, '#vault-box .buttons button:nth-of-type(2)');
      await until(tab, () => document.querySelector('#vault-passphrase') !== null);
      assert.equal(await tab.$('#vault-directory'), null);
      for (const [id, words] of [['server', 'https://vault.example'], ['account', 'ada'], ['passphrase', 'one two three']]) await tab.type(`#vault-${id}`, words);
      await click(tab, '#vault-form [type=submit]');
      await until(tab, () => document.activeElement?.id === 'vault-directory');
      assert.equal(await tab.$eval('label[for=vault-directory]', (one) => one.textContent), label);
      await says(tab, '#vault-directory-help', help);
      await accessible(tab, `a directory, ${proof}`);
    });
  }

  test('the ways into a vault: a form at a time, a wrong address is told at its field', async () => {
    const tab = await surface('settings', {});
    await click(tab, '#vault-box .buttons button:nth-of-type(2)');
    await until(tab, () => document.querySelector('#vault-passphrase') !== null);
    await accessible(tab, 'signing in');
    await click(tab, '#vault-box .buttons button:nth-of-type(1)');
    await until(tab, () => document.querySelector('#vault-passphrase') === null && document.activeElement?.id === 'vault-server');
    await accessible(tab, 'creating');
    for (const [id, words] of [['server', 'http://vault.example'], ['account', 'ada']]) await tab.type(`#vault-${id}`, words);
    await click(tab, '#vault-form [type=submit]');
    await until(tab, () => document.querySelector('#vault-server').validationMessage.includes('https://'));
  });

  test('devices and what the vault keeps; a name is text', async () => {
    const tab = await surface('settings', { vault, sync });
    await says(tab, '.devices', '<b>sofa</b>');
    await says(tab, '.devices', 'revoked');
    assert.deepEqual(await tab.$$eval('.devices li', (all) => all.filter((one) => one.textContent.includes('keeps its whole log')).map((one) => one.querySelector('span').textContent)), ['old profile']);
    assert.equal(await tab.$$eval('.devices button', (buttons) => buttons.length), 4, 'only other devices that are not revoked yet can be');
    await says(tab, '#vault-box', '4.2 MB of 100 MB');
    await clickWords(tab, 'Revoke', '.devices');
    await says(tab, '#vault-box form', 'will read nothing');
    await accessible(tab, 'revoking');
    await clickWords(tab, 'Remove', '.devices');
    await says(tab, '#vault-box form', 'your others stay signed in');
    await accessible(tab, 'removing');
    await clickWords(tab, 'Remove', '#vault-box form');
    await until(tab, () => globalThis.world.removed === 'B');
  });

  test('what the vault answers late moves nothing that is clicked', async () => {
    const tab = await surface('settings', { vault, sync, delay: 2_000 });
    const tops = () => tab.$$eval('#vault-box .setting > :is(button, select), #send-thumbs', (all) => all.filter((one) => !one.closest('.devices')).map((one) => one.getBoundingClientRect().top + scrollY));
    await until(tab, () => document.querySelector('#send-thumbs') !== null);
    assert.equal(await tab.$('.devices li'), null, 'the vault has not answered yet');
    const before = await tops();
    assert.ok(before.length >= 6, `${before.length} things to click`);
    await says(tab, '.devices', 'revoked');
    assert.deepEqual(await tops(), before);
  });

  test('small pictures are sent when that is chosen, from then on; a full vault is told', async () => {
    const tab = await surface('settings', { vault, sync });
    assert.equal(await tab.$eval('#send-thumbs', (box) => box.checked), false, 'nobody chose it');
    await says(tab, '#vault-box', 'About 8 KB for a page');
    await click(tab, '#send-thumbs');
    await until(tab, () => globalThis.world.settings.sendThumbs && globalThis.world.sent.some(({ kind }) => kind === 'sync'));
    await accessible(tab, 'sending pictures');
    await click(tab, '#send-thumbs');
    await until(tab, () => globalThis.world.settings.sendThumbs === false);
    const full = await surface('settings', { vault, sync: { ...sync, thumbsFull: true }, settings: { sendThumbs: true } });
    await says(full, '#vault-box', 'no room for more pictures');
  });

  test('what cannot be read in the vault is told, and what becomes of it', async () => {
    const tab = await surface('settings', { vault, sync: { ...sync, quarantined: 2 } });
    await says(tab, '#vault-state', '2 packs of pages cannot be read');
    await says(tab, '#vault-state', 'asked to send them again');
    const old = await surface('settings', { vault, sync: { ...sync, newer: 1 } });
    await says(old, '#vault-state', 'after an update');
    const astray = await surface('settings', { vault, sync: { ...sync, doubts: [{ device: 'Old phone', harm: 'clock', count: 1 }] } });
    await says(astray, '#vault-state', 'the device “Old phone” counts its changes far ahead of all others');
  });

  test('what a round found is told until a person has seen it', async () => {
    for (const found of [{ doubts: [{ device: 'Old phone', harm: 'clock', count: 1 }] }, { renamed: true }]) {
      const tab = await surface('settings', { vault, sync: { ...sync, ...found } });
      await says(tab, '#vault-state', found.renamed ? 'a device of its own now' : 'Old phone');
      await accessible(tab, 'something to take note of');
      await clickWords(tab, 'I have seen it', '#vault-box');
      await says(tab, '#vault-state', 'Synced ');
      await until(tab, () => document.querySelector('#vault-seen').closest('.setting').hidden);
      assert.ok(await world(tab, () => globalThis.world.seen));
      assert.ok(await tab.evaluate(() => document.querySelector('#vault-seen').closest('.setting').hidden));
    }
    const plain = await surface('settings', { vault, sync });
    assert.ok(await plain.evaluate(() => document.querySelector('#vault-seen').closest('.setting').hidden));
  });

  for (const [kind, heading, why, go] of [
    ['rolledBack', 'Go on with the vault as it is', 'what was forgotten stays forgotten', 'Go on'],
    ['otherAccount', 'Send this memory to this account', 'All pages that are remembered here', 'Send all of it'],
  ]) {
    test(`a vault that is not what it was (${kind}): what will happen is said, and done when a person says so`, async () => {
      const tab = await surface('settings', { vault, sync: { ...sync, failures: 1, fault: { kind, fact: 'a sealed fact' } } });
      await says(tab, '#vault-anew h3', heading);
      await says(tab, '#vault-anew', why);
      await accessible(tab, `a vault that is not what it was, ${kind}`);
      assert.ok(!(await world(tab, () => globalThis.world.anew)));
      await clickWords(tab, go, '#vault-anew');
      await until(tab, () => globalThis.world.anew && globalThis.world.sent.some(({ kind: one }) => one === 'sync'));
      const well = await surface('settings', { vault, sync });
      await says(well, '#vault-state', 'Synced');
      assert.equal(await well.$('#vault-anew'), null);
    });
  }

  test('a passphrase that is bound to another address: nothing is sent before a person says that it was the server’s', async () => {
    const former = 'http://127.0.0.1:7447';
    const tab = await surface('settings', { boundTo: former });
    await click(tab, '#vault-box .buttons button:nth-of-type(2)');
    await until(tab, () => document.querySelector('#vault-passphrase') !== null);
    for (const [id, words] of [['server', 'vault.example'], ['account', 'ada'], ['passphrase', 'one two three']]) await tab.type(`#vault-${id}`, words);
    await click(tab, '#vault-form [type=submit]');
    await until(tab, () => document.activeElement?.id === 'vault-former');
    await says(tab, '#vault-form', `when the address was ${former}`);
    await accessible(tab, 'a former address');
    await click(tab, '#vault-form [type=submit]');
    await until(tab, () => document.querySelector('#vault-former').validity.valueMissing);
    assert.ok(!(await world(tab, () => globalThis.world.entered)));
    await click(tab, '#vault-former');
    await click(tab, '#vault-form [type=submit]');
    await until(tab, () => globalThis.world.entered);
    const { place, boundTo } = await world(tab, () => ({ place: globalThis.world.entered.place, boundTo: globalThis.world.entered.boundTo }));
    assert.deepEqual([place.origin, boundTo], ['https://vault.example', former]);
  });

  test('keys of an earlier time at signing in again: a person goes on with them', async () => {
    const tab = await surface('settings', { vault, wentBack: true, sync: { ...sync, failures: 1, fault: { kind: 'signIn', fact: 'a sealed fact' } } });
    await until(tab, () => document.querySelector('#vault-again') !== null);
    await tab.type('#vault-again', 'one two three');
    await click(tab, '#vault-box form:has(#vault-again) [type=submit]');
    await says(tab, '#vault-anew h3', 'Go on with the vault as it is');
    assert.ok(!(await world(tab, () => globalThis.world.again)));
    await clickWords(tab, 'Go on', '#vault-anew');
    await until(tab, () => globalThis.world.again && globalThis.world.sent.some(({ kind }) => kind === 'sync'));
  });

  test('a server with a new address is found there by the same device', async () => {
    const tab = await surface('settings', { vault, sync });
    await says(tab, '#vault-box', 'Now https://vault.example');
    await click(tab, '#vault-address-change');
    await until(tab, () => document.activeElement?.id === 'vault-address');
    await tab.type('#vault-address', 'new.example');
    await tab.type('#vault-move', 'one two three');
    await accessible(tab, 'a new address');
    await click(tab, '#vault-box form:has(#vault-address) [type=submit]');
    await until(tab, () => globalThis.world.again);
    assert.deepEqual(await world(tab, () => globalThis.world.again), { origin: 'https://new.example', boundTo: 'https://vault.example' });
  });

  test('the account is deleted with its passphrase, and taken back', async () => {
    const tab = await surface('settings', { vault, sync });
    await clickWords(tab, 'Delete the account', '#vault-box');
    await until(tab, () => document.activeElement?.id === 'vault-delete');
    await accessible(tab, 'deleting the account');
    await tab.type('#vault-delete', 'one two three');
    await click(tab, 'form:has(#vault-delete) [type=submit]');
    await says(tab, '#vault-box', 'can be taken back');
    await clickWords(tab, 'Undo', '#vault-box');
    await until(tab, () => globalThis.world.undeleted === 'T');
  });

  test('an account is not deleted with texts that are in it alone, unless a person says so', async () => {
    const tab = await surface('settings', { vault, sync, away: 4 });
    const ask = async () => {
      await clickWords(tab, 'Delete the account', '#vault-box');
      await tab.type('#vault-delete', 'one two three');
      await click(tab, 'form:has(#vault-delete) [type=submit]');
      await says(tab, '#vault-box', '4 texts are in the vault alone and do not come back');
    };
    await ask();
    await clickWords(tab, 'Cancel', '#vault-box .buttons');
    await ask();
    await accessible(tab, 'texts that do not come back');
    await clickWords(tab, 'Delete the account', '#vault-box .buttons');
    await says(tab, '#vault-box', 'can be taken back');
  });

  test('other recovery words are made with the passphrase, and count when they were written down', async () => {
    const tab = await surface('settings', { vault, sync });
    await clickWords(tab, 'New words …', '#vault-box');
    await until(tab, () => document.querySelectorAll('#vault-box .words li').length === 24);
    const words = await tab.$$eval('#vault-box .words li', (all) => all.map((one) => one.textContent));
    await accessible(tab, 'other recovery words');
    await tab.type('#vault-paper', 'one two three');
    await click(tab, 'form:has(#vault-paper) [type=submit]');
    await until(tab, () => document.querySelectorAll('#vault-box .asked-words input').length === 4);
    assert.equal(await world(tab, () => globalThis.world.paper), 0, 'not before they were typed from the paper');
    for (const id of await tab.$$eval('#vault-box .asked-words input', (all) => all.map((one) => one.id))) {
      await tab.type(`#${id}`, words[Number(id.replace('vault-word-', ''))]);
    }
    await clickWords(tab, 'Use these words', '#vault-box');
    await says(tab, '#vault-box', 'The new recovery words count now');
    assert.equal(await world(tab, () => globalThis.world.paper), 32);
  });

  test('signing out is asked twice, and says what stays', async () => {
    const tab = await surface('settings', { vault, sync });
    await says(tab, '#vault-state', 'Synced');
    await says(tab, '#vault-state', '3 changes');
    await clickWords(tab, 'Sign out', '#vault-box');
    await says(tab, '#vault-box', 'you need the passphrase');
    assert.ok(!(await world(tab, () => globalThis.world.left)));
    await click(tab, '#vault-box .danger');
    await until(tab, () => globalThis.world.left && globalThis.world.sent.some(({ kind }) => kind === 'sync'));
  });
});
