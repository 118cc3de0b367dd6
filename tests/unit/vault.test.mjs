// What is pure of the vault's part in the extension: addresses of servers, names of devices.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromRoot } from '../../tools/lib/paths.mjs';
import { load } from '../../tools/lib/load.mjs';

const { serverOrigin } = await load('extension/bridge/server-origin.ts');
const { deviceName } = await load('extension/views/settings/vault/device-name.ts');
const { proofOf, wishOf } = await load('extension/bridge/directory.ts');

test('what a directory of users wants is read out of what a server says, whatever that is', () => {
  const directory = { proof: 'idToken', atLogin: false, issuer: 'https://id.example', client: 'webmynd' };
  assert.deepEqual(wishOf({ base: 'https://vault.example', directory }), { proof: 'idToken', atLogin: false, issuer: 'https://id.example' });
  assert.deepEqual(wishOf({ directory: { proof: 'password', atLogin: true } }), { proof: 'password', atLogin: true, issuer: null });
  assert.deepEqual(wishOf({ directory: { proof: 'dance', issuer: 7 } }), { proof: 'other', atLogin: true, issuer: null });
  for (const known of [null, 'text', [], {}, { directory: null }, { directory: 'password' }]) assert.equal(wishOf(known), null, JSON.stringify(known));
});

test('what is shown to a directory is a header of letters that headers have', () => {
  assert.equal(proofOf('password', 'pässword: 1'), `Basic ${Buffer.from(':pässword: 1').toString('base64')}`);
  assert.equal(proofOf('idToken', ' a.b.c\n'), 'Bearer a.b.c');
});

test('a server is https, or http on this machine, and nothing behind its name', () => {
  for (const [typed, origin] of [
    ['vault.example.org', 'https://vault.example.org'], [' https://Vault.example.org/ ', 'https://vault.example.org'],
    ['vault.example.org:8443', 'https://vault.example.org:8443'], ['http://127.0.0.1:7447', 'http://127.0.0.1:7447'],
    ['http://localhost:7447/', 'http://localhost:7447'],
  ]) assert.equal(serverOrigin(typed), origin, typed);
  for (const typed of [
    '', 'http://vault.example.org', 'https://vault.example.org/path', 'https://vault.example.org/?a', 'https://ada@vault.example.org',
    'https://ada:secret@vault.example.org', 'ftp://vault.example.org', 'javascript:alert(1)', 'http://127.0.0.1.example.org', 'https://', 'two words',
  ]) assert.equal(serverOrigin(typed), null, typed);
});

test('a device is named by its browser and system', () => {
  for (const [agent, name] of [
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Edge, Windows'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36', 'Chromium, macOS'],
    ['', 'WebMynd'],
  ]) assert.equal(deviceName(agent), name);
});

test('whatever is told of a device has its sentence, in both languages', () => {
  const [, kinds] = /interface SyncDoubt \{[^}]*harm: ([^;]+);/.exec(readFileSync(fromRoot('extension', 'bridge', 'engine.ts'), 'utf8'));
  const harms = kinds.match(/\w+/g);
  assert.ok(harms.length > 7);
  for (const language of ['en', 'de']) {
    const words = JSON.parse(readFileSync(fromRoot('extension', 'locales', language, 'shared.json'), 'utf8'));
    assert.deepEqual(harms.filter((harm) => !words[`shared_sync_doubt_${harm}`]?.includes('$1')), [], language);
  }
});
