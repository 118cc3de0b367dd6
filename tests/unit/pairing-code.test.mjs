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

test('a line is read as people send it: quoted, announced, listed, numbered, ended like a sentence', () => {
  const line = pairingCode('https://vault.example.org', WORDS);
  const numbered = (mark) => WORDS.split(' ').map((word, at) => mark(at + 1, word)).join(' ');
  const words = [
    `"${WORDS}"`, `„${WORDS}“`, `«${WORDS}».`, `${WORDS}.`, WORDS.replaceAll(' ', ', '), WORDS.replaceAll(' ', ','), WORDS.replace(/\w+/g, '"$&"'), WORDS.replace(/\w+/g, '- $&\n'), `> ${WORDS.replaceAll(' ', '\n> ')}`,
    numbered((at, word) => `${at}. ${word}`), numbered((at, word) => `${at}.${word}`), numbered((at, word) => `${at}) ${word},`), numbered((at, word) => `(${at}) ${word}\n`), numbered((at, word) => `${at} ${word}`), numbered((at, word) => `${at}: ${word}`),
  ];
  const announced = (code) => [`Pairing code: ${code}`, `"Pairing code: ${code}"`, `Kopplungscode:\n${code}`, `Pairing code\n${code}`, `**Pairing code:** ${code}`, `> Code: ${code}`];
  for (const typed of [...words, ...announced(WORDS)]) {
    assert.deepEqual(readPairingCode(typed), { origin: null, words: WORDS }, typed);
    assert.equal(isBare(typed), true, typed);
  }
  const lines = [
    ...words.map((some) => `webmynd1 vault.example.org ${some}`), ...announced(line), `'${line}'`, `\`${line}\``, `*${line}*`, `${line}.`, `“${line}.”`, `“${line}”.`, `> ${line}`, `>> ${line.replaceAll(' ', '\r\n>> ')}`, `\u200b${line.replaceAll(' ', '\u00a0')}\ufeff`,
    line.replaceAll(' ', ', '), line.replace('webmynd1', 'webmynd1:'), line.replace('vault.example.org', '<https://vault.example.org/>'), `Hi Anna,\nhere is the code (ten minutes):\n\n${line}\n`,
  ];
  for (const typed of lines) {
    assert.deepEqual(readPairingCode(typed), { origin: 'https://vault.example.org', words: WORDS }, typed);
    assert.equal(isBare(typed), false, typed);
  }
});

test('a line without its address says that, and not that a word is missing', () => {
  const homeless = `webmynd1 ${WORDS}`;
  for (const typed of [homeless, `"${homeless}"`, `Pairing code: ${homeless}.`, homeless.replaceAll(' ', '\n> '), `webmynd1 ${WORDS.split(' ').map((word, at) => `${at + 1}. ${word}`).join(' ')}`]) assert.deepEqual(readPairingCode(typed), { wrong: 'homeless' }, typed);
  // Names without a dot are addresses, too.
  assert.deepEqual(readPairingCode(`webmynd1 vault ${WORDS}`), { origin: 'https://vault', words: WORDS });
  assert.deepEqual(readPairingCode(`webmynd1 localhost ${WORDS.slice(6)}`), { wrong: 'short', count: 11 });
});

test('what only resembles a line is none', () => {
  const line = pairingCode('https://vault.example.org', WORDS);
  const swapped = WORDS.split(' ').map((word, at) => `${12 - at}. ${word}`).join(' ');
  for (const typed of [
    swapped, `webmynd1 vault.example.org ${swapped}`, WORDS.replace('thank', '3 3 thank'), WORDS.replace('thank', '7 thank'), WORDS.replaceAll(' ', '. '), WORDS.replaceAll(' ', '/'), WORDS.replace('thank', '<b>thank</b>'), '1', '1. 2. 3.', '...a.b',
    `https://evil.example/?q=${line}`, `javascript:alert(1)//${line}`, `${line}\nsent from my 4th phone!`, `Pairing code: see https://vault.example.org ${WORDS}`, `Pairing code: ${line} ${line}`,
  ]) assert.equal(readPairingCode(typed).wrong, 'foreign', typed);
  for (const typed of ['""', '> ', '> >\n>', 'Pairing code:', '\u200b']) assert.equal(readPairingCode(typed).wrong, 'nothing', JSON.stringify(typed));
  assert.equal(readPairingCode(`Pairing code: "${line.replace('webmynd1', 'webmynd2')}".`).wrong, 'newer');
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
