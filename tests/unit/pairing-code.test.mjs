// The pairing code as a line of text: what is written is read, and of everything else it is told why it is none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { isBare, pairingCode, readPairingCode } = await load('extension/views/settings/vault/pairing-code.ts');

const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

test('what one device shows is what the other reads', () => {
  for (const origin of ['https://vault.example.org', 'https://vault.example.org:8443', 'http://127.0.0.1:7447', 'http://[::1]:7447', 'https://xn--bcher-kva.example']) {
    const line = pairingCode(origin, WORDS);
    assert.match(line, /^webmynd1 \S+ legal /);
    assert.deepEqual(readPairingCode(line), { origin, words: WORDS });
  }
});

test('lines, blanks and capitals do no harm', () => {
  const line = pairingCode('https://vault.example.org', WORDS);
  for (const typed of [`  ${line}\n`, line.replaceAll(' ', '\n'), line.replaceAll(' ', ' \r\n\t '), line.toUpperCase()]) assert.deepEqual(readPairingCode(typed), { origin: 'https://vault.example.org', words: WORDS }, typed);
});

test('the words alone have no address: it is asked for', () => {
  assert.deepEqual(readPairingCode(WORDS), { origin: null, words: WORDS });
  for (const [typed, is] of [[WORDS, true], ['legal', true], ['legal winner', true], ['', false], ['webmynd1 vault', false], ['WebMynd', false], ['https://a.example', false], ['12', false]]) assert.equal(isBare(typed), is, typed);
});

test('of a text that is no code it is told why', () => {
  const line = pairingCode('https://vault.example.org', WORDS);
  const why = (typed) => readPairingCode(typed).wrong;
  assert.equal(why(' \n'), 'nothing');
  for (const typed of ['https://vault.example.org/pair', 'hello!', 'webmynd:// legal', `see: ${WORDS}`, line.replace('useful', 'use4ul'), line.slice(1)]) assert.equal(why(typed), 'foreign', typed);
  assert.equal(why(line.replace('webmynd1', 'webmynd2')), 'newer');
  assert.equal(why(line.replace('webmynd1', 'webmynd10')), 'newer');
  for (const address of ['vault.example.org/path', 'http://vault.example.org', 'ftp://vault.example.org', 'user@vault.example.org', '???']) assert.equal(why(line.replace('vault.example.org', address)), 'address', address);
});

test('cut short at any place it is short, and says by how much; but in a word, which only the checksum knows', () => {
  const line = pairingCode('https://vault.example.org', WORDS);
  const parts = line.split(' ');
  for (let some = 1; some < parts.length; some++) {
    assert.deepEqual(readPairingCode(parts.slice(0, some).join(' ')), { wrong: 'short', count: Math.max(0, some - 2) }, `${some} parts`);
  }
  assert.deepEqual(readPairingCode(`${line} legal`), { wrong: 'long', count: 13 });
  assert.equal(readPairingCode(`${line} ${line}`).wrong, 'foreign');
});
