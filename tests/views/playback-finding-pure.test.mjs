/** What stands around results, as pure parts: chips of a query, periods, links to passages, what changed between two texts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

globalThis.chrome = { i18n: { getMessage: (key) => key === 'shared_language' ? 'en' : '', getUILanguage: () => 'en-GB' } };
const { atPassage, blurOf, difference, fewerOf, filtersIn, meant, nameOfPage, narrowed, noise, onDay, partsOf, perhapsDates, periodsOf, readableSpans, without, wordsOf } = await load('tests/views/fake/units.ts');

const NAMES = new Map([['site', 'site'], ['host', 'site'], ['label', 'label'], ['tag', 'label'], ['on', 'on'], ['am', 'on'], ['is', 'is'], ['gerät', 'device']]);
const told = (q) => filtersIn(q, NAMES).map(({ name, value }) => `${name}=${value}`);

test('the filters of a query are chips where they stand by themselves', () => {
  assert.deepEqual(told('tea site:a.example label:"to read" Am:2026-03 gerät:„Mein Handy“'), ['site=a.example', 'label=to read', 'on=2026-03', 'device=Mein Handy']);
  assert.deepEqual(told('"site:a.example" -site:b.example (site:c.example OR tea) site:d.example OR label:x'), [], 'quoted, negated, grouped or joined they mean more than a chip says');
  assert.deepEqual(told('http://a.example:8080/x node: site: is:webmark'), ['is=webmark']);
  assert.deepEqual(['label:"', 'label:""', 'tea label:" ', 'site:„“ tea'].flatMap(told), [], 'quotes with nothing in them');
});

test('a query without a chip is what it was before', () => {
  const q = 'night label:"to read"  trains';
  const [term] = filtersIn(q, NAMES);
  assert.equal(without(q, term), 'night trains');
  for (const before of ['tea', 'a "b c" (d e)']) {
    const [added] = filtersIn(`${before} site:x.example`, NAMES);
    assert.equal(without(`${before} site:x.example`, added), before);
  }
  assert.deepEqual(partsOf('a "b c" (d "e)" f) g').map(({ text }) => text), ['a', '"b c"', '(d "e)" f)', 'g']);
});

test('a chip stands before all else: what is typed last, and what is open, stay what they are', () => {
  for (const q of ['tea', 'tea ', '"slow tea', '„so“ «und so', '(tea OR "iced tea', '((a b', 'tea OR ', 'tea OR coffee', 'tea NICHT', 'tea -', 'f(x', '(f(x) y', '-tea', 'a” b', 'https://a.example/x', 'on:last week tea', 'label:"a b" tea']) {
    const becomes = narrowed(q, 'site:x.example');
    assert.equal(becomes, `site:x.example ${q}`);
    const [first] = filtersIn(becomes, NAMES);
    assert.equal(first.text, 'site:x.example', q);
    // It is a part of its own, and taking it away leaves what there was.
    assert.equal(without(becomes, first), q.endsWith('OR ') ? 'tea OR ' : q);
  }
  assert.equal(narrowed(' ', 'site:x.example'), 'site:x.example');
});

test('an OR that has nothing before it does not join a chip, and no word behind a day becomes a part of it', () => {
  for (const [q, becomes] of [['OR tea', 'site:x tea'], ['| OR tea', 'site:x tea'], ['|tea', 'site:x tea'], ['OR(tea)', 'site:x (tea)'], ['… OR tea', 'site:x AND … OR tea'], ['site: OR tea', 'site:x AND site: OR tea'], ['a|b', 'site:x a|b'], ['ORB tea', 'site:x ORB tea']]) {
    assert.equal(narrowed(q, 'site:x'), becomes);
    if (becomes.includes('AND')) assert.equal(without(becomes, { from: 0, to: 6 }), q);
  }
  for (const [q, becomes] of [['march', 'on:"2026" march'], ['- march', 'on:"2026" - march'], ['to march', 'on:"2026" to march'], ['site:x march', 'on:2026 site:x march'], ['"march"', 'on:2026 "march"'], ['-march', 'on:2026 -march'], ['(march)', 'on:2026 (march)'], ['', 'on:2026']]) assert.equal(narrowed(q, 'on:2026'), becomes);
});

test('a date of several words is one chip, as far as the engine takes it for one', () => {
  const DATES = ['25', '25 october', 'last week', 'monday', '25.', '25. Oktober', '3 days ago', '2026'];
  const names = new Map([...NAMES, ['after', 'after']]);
  const chips = (q) => filtersIn(q, names, (value) => DATES.includes(value)).map((term) => [term.name, term.value, without(q, term)].join(' | '));
  assert.deepEqual(chips('on:25 october umstellung'), ['on | 25 october | umstellung']);
  assert.deepEqual(chips('tea on:last week'), ['on | last week | tea']);
  assert.deepEqual(chips('after:3 days ago site:x am:25. Oktober '), ['after | 3 days ago | site:x am:25. Oktober ', 'site | x | after:3 days ago am:25. Oktober ', 'on | 25. Oktober | after:3 days ago site:x']);
  assert.deepEqual(chips('on:ye'), [], 'a beginning of a date is none');
  assert.deepEqual([chips('on:last week OR tea'), chips('tea OR on:last week'), chips('on:(last week)')], [[], [], ['on | (last week) | ']]);
  assert.deepEqual(chips('on:25 "october"'), ['on | 25 | "october"']);
  assert.deepEqual(perhapsDates('tea on:3 days ago "x" on:"last week" after:a (b) on:c -d', names), ['3', '3 days', '3 days ago', 'a', 'c']);
  assert.deepEqual(wordsOf('tea on:last week rust', NAMES, (value) => DATES.includes(value)), ['tea', 'rust']);
});

test('with one part less: quotes and groups are parts, and of two that OR joins the other is left', () => {
  const rests = (q) => fewerOf(q).map(({ text, rest }) => `${text} > ${rest}`);
  assert.deepEqual(rests('a "b c" (d e)'), ['a > "b c" (d e)', '"b c" > a (d e)', '(d e) > a "b c"']);
  assert.deepEqual(rests('a OR b c'), ['a > b c', 'b > a c', 'c > a OR b']);
  assert.deepEqual(rests('tea'), ['tea > ']);
  const dated = (q) => fewerOf(q, NAMES, (value) => ['3 March 2026', 'last week'].includes(value)).map(({ text, rest }) => `${text} > ${rest}`);
  assert.deepEqual(dated('tea on:3 March 2026 rust'), ['tea > on:3 March 2026 rust', 'on:3 March 2026 > tea rust', 'rust > tea on:3 March 2026'], 'a date goes as a whole');
  assert.deepEqual(dated('tea OR am:last week'), ['tea > am:last week', 'am:last week > tea']);
  assert.deepEqual(dated('on:2026 tea'), ['on:2026 > tea', 'tea > on:2026'], 'what is no date is a part by itself');
  assert.deepEqual([wordsOf('red wi-fi red'), wordsOf('red OR tea'), wordsOf('red site:x'), wordsOf('red "tea"'), wordsOf('red -tea')], [['red', 'wi-fi'], [], [], [], []]);
  assert.deepEqual([wordsOf('red site:x am:heute', NAMES), wordsOf('red -site:x', NAMES), wordsOf('site:x', NAMES)], [['red'], [], []], 'filters are no words');
});

test('a title is one line that shows what it says, or the page is called by its address', () => {
  const name = (title) => nameOfPage({ title, url: 'https://www.a.example/x%20y' });
  assert.equal(name('\u202egnp.exe\u202c \u0000 end\u2066\u200f'), 'gnp.exe end');
  assert.equal(name('\u0007 a\tb\r\nc\u2028d\u0085e '), 'a b c d e');
  for (const nothing of ['', ' \n', '\u200b\u202e\u2060', '\u200d\u200d', '\u3164\u2800', '\u0301', '\ue000']) assert.equal(name(nothing), 'a.example/x y', JSON.stringify(nothing));
  for (const kept of ['👩‍👩‍👧 家族', 'می‌خواهم', 'דף הבית', '🏴\u{e0067}\u{e0062}\u{e007f} flag', '١٢٣ \u0600']) assert.equal(name(kept), kept);
  assert.equal(name('x'.repeat(10_000)), `${'x'.repeat(300)}…`);
  assert.equal(name(`${'x'.repeat(299)}👩 end`), `${'x'.repeat(299)}…`, 'never half a sign');
  for (const blank of [0x115f, 0x1160, 0x17b4, 0x180e, 0x2000, 0x2800, 0x3000, 0x3164, 0xfe0f, 0xffa0, 0xfff0, 0x13441, 0x1d159, 0x1bca0, 0x1bca1, 0x1bca2, 0x1bca3, 0x1d173, 0xe0020, 0xe0fff]) {
    const sign = String.fromCodePoint(blank);
    assert.equal(name(` ${sign}${sign} ${sign}`), 'a.example/x y', blank.toString(16));
    assert.deepEqual(readableSpans([{ text: sign, lit: true }, { text: ` ${sign}`, lit: false }]), [], blank.toString(16));
    assert.match(name(`${sign}tea`), /tea$/, blank.toString(16));
  }
  assert.equal(name(`Z${'\u0301'.repeat(50)}a${'\u0316\u0489'.repeat(9)}l`), `Z${'\u0301'.repeat(4)}a${'\u0316\u0489'.repeat(2)}l`, 'marks do not pile up');
  assert.equal(name(`a${'\u0301\u200d'.repeat(9)}`), `a${'\u0301\u200d'.repeat(4)}`, 'nor with joiners between them');
  for (const kept of ['Việt Nam', 'ཧཱུྃ', 'क्षेत्र्य', 'בְּרֵאשִׁ֖ית', '1️⃣ ❤️‍🔥', `x${'\u0323\u0302\u0301\u0308'} y`]) assert.equal(name(kept), kept);
  const runs = readableSpans([{ text: '\u202eSlow\u0000 ', lit: false }, { text: 'tea', lit: true }, { text: '\u200b', lit: false }, { text: 'y'.repeat(10_000), lit: false }]);
  assert.deepEqual([runs.length, runs[0], runs[1], runs.map(({ text }) => text).join('').length], [3, { text: 'Slow ', lit: false }, { text: 'tea', lit: true }, 301]);
  assert.deepEqual(readableSpans([{ text: '\u200b', lit: false }]), []);
});

test('periods are days of a week, months of a year, years of a life; none where there is but one', () => {
  const days = (...all) => ({ dayNo: Int32Array.from(all, ([day]) => day), count: Uint32Array.from(all, ([, pages]) => pages) });
  const march = 20_515;
  assert.deepEqual(periodsOf(days([march, 1], [march + 1, 4])).map(({ filter, pages }) => [filter, pages]), [['on:2026-03-04', 4], ['on:2026-03-03', 1]]);
  const months = periodsOf(days(...Array.from({ length: 60 }, (_, n) => [march + n, 1])));
  assert.deepEqual(months.map(({ filter, shown, pages }) => [filter, shown, pages]), [['on:2026-04', 'April 2026', 30], ['on:2026-03', 'March 2026', 29], ['on:2026-05', 'May 2026', 1]]);
  assert.deepEqual(periodsOf(days(...Array.from({ length: 40 }, (_, n) => [march - 100 * n, 1]))).at(0).filter, 'on:2025');
  assert.deepEqual(periodsOf(days([march, 9])), []);
  assert.deepEqual(periodsOf(days([-2_147_483_648, 1], [march, 1], [2_147_483_647, 1])), [], 'days that no calendar has are passed over');
});

test('a link leads to the passage, and only where there is one', () => {
  const lit = (text) => ({ text, lit: true });
  const plain = (text) => ({ text, lit: false });
  const at = (link, ...passage) => decodeURIComponent(atPassage(link, passage).split(/:~:text=|&text=/)[1] ?? '');
  const link = 'https://a.example/x?y=1';
  assert.equal(at(link, plain('…the mills. A slow '), lit('tea'), plain(', well-made, waits for you')), 'A slow tea, well-made, waits');
  assert.equal(at(link, lit('Tea'), plain(' ends. Another')), 'Tea ends');
  assert.equal(at(link, plain('Dampf'), lit('schiff'), plain('fahrt heute')), 'Dampfschifffahrt heute');
  assert.equal(at(link, plain('beam is '), lit('zqnum'), plain(' 3.5 metres')), 'beam is zqnum 3.5 metres', 'a point within a number ends nothing');
  assert.equal(atPassage(link, [plain('red '), lit('tea'), plain(' now')]), `${link}#:~:text=red%20tea%20now&text=tea`, 'the word alone, should its neighbours stand elsewhere');
  assert.equal(atPassage(link, [lit('well-made & so')]), `${link}#:~:text=well%2Dmade%20%26%20so`);
  assert.equal(atPassage(`${link}#part`, [lit('tea')]), `${link}#part:~:text=tea`);
  for (const [same, passage] of [[link, []], [link, [plain('tea')]], ['https://a.example/#/route', [lit('tea')]]]) assert.equal(atPassage(same, passage), same);
});

test('what changed is told word by word, and both texts can be made of it', () => {
  const kinds = (a, b) => difference(a, b).map(({ kind, text }) => `${kind[0]}:${text}`);
  assert.deepEqual(kinds('the tea is warm', 'the tea was cold'), ['s:the tea ', 'g:is warm', 'n:was cold']);
  assert.deepEqual(kinds('a b c', 'a b c'), ['s:a b c']);
  assert.deepEqual(kinds('', 'new'), ['n:new']);
  assert.deepEqual(kinds('old', ''), ['g:old']);
  const sides = (runs) => ['new', 'gone'].map((not) => runs.filter(({ kind }) => kind !== not).map(({ text }) => text).join(''));
  for (let seed = 0; seed < 400; seed++) {
    const words = (salt) => Array.from({ length: Math.floor(noise(seed, salt) * 40) }, (_, n) => 'abcde'[Math.floor(noise(seed * 64 + n, salt) * 5)]).join(noise(seed, 9) < 0.5 ? ' ' : '');
    const [a, b] = [words(1), words(2)];
    const runs = difference(a, b);
    assert.deepEqual(sides(runs), [a, b], `${a} -> ${b}`);
    assert.ok(runs.every(({ text }, at) => text !== '' && runs[at - 1]?.kind !== runs[at].kind));
  }
  // Texts that have nothing in common, and very long ones, are told as a whole.
  const long = (word) => Array.from({ length: 30_000 }, (_, n) => `${word}${n}`).join(' ');
  assert.deepEqual(difference(long('a'), long('b')).map(({ kind }) => kind), ['gone', 'new']);
  assert.deepEqual(sides(difference(`${long('a')} x`, `${long('a')} y`)), [`${long('a')} x`, `${long('a')} y`]);
  assert.deepEqual(difference('東京の路地', '東京の古い路地').find(({ kind }) => kind === 'new').text, '古い');
});

test('what was meant is the words that were found for those that stand nowhere', () => {
  const hit = (...words) => ({ title: [{ text: 'The ', lit: false }, ...words.map((text) => ({ text, lit: true }))], snippet: [] });
  assert.equal(meant('lighthuose keepers', [hit('Lighthouse', 'keepers')]), 'lighthouse keepers');
  assert.equal(meant('site:a.example "old wrod" wrod', [hit('word')]), 'site:a.example "old wrod" word', 'quotes and filters are as they were');
  assert.equal(meant('lighthuose, "keepers" lighthuose-keeper', [hit('lighthouse')]), 'lighthouse, "keepers" lighthouse-keeper', 'signs stay where they are');
  assert.equal(meant('-lighthuose https://lighthuose.example (lighthuose)', [hit('lighthouse')]), null);
  assert.equal(meant('night train', [hit('nights', 'trains')]), null, 'a word with an ending is the word itself');
  assert.equal(meant('zeppelin', [hit('lantern')]), null);
  assert.equal(meant('tea', []), null);
});

test('a day narrows a search in the place of another day', () => {
  assert.equal(onDay('tea on:2026-02 site:a.example', '2026-03-01', NAMES), 'on:"2026-03-01" tea site:a.example');
  assert.equal(onDay('on:monday am:2026', '2026-03-01', NAMES), 'on:2026-03-01');
});

test('a thumbhash becomes the picture that its reference decoder makes of it', () => {
  // The example of https://evanw.github.io/thumbhash/ and what its own decoder says of four of its pixels; one rounds, the other cuts off.
  const hash = Uint8Array.from(atob('1QcSHQRnh493V4dIh4eXh1h4kJUI'), (sign) => sign.charCodeAt(0));
  const { width, height, rgba } = blurOf(hash);
  assert.deepEqual([width, height, rgba.length], [23, 32, 23 * 32 * 4]);
  for (const [at, pixel] of [[0, [64, 77, 113]], [100, [120, 119, 134]], [400, [119, 89, 70]], [735, [0, 4, 39]]]) assert.ok(pixel.every((value, n) => Math.abs(value - rgba[4 * at + n]) <= 1), `pixel ${at}`);
  assert.ok(rgba.every((value, at) => at % 4 !== 3 || value === 255));
  for (const bad of [new Uint8Array(), new Uint8Array(3), Uint8Array.of(255, 255, 255, 0, 0, 0, 0)]) assert.equal(blurOf(bad), null);
});
