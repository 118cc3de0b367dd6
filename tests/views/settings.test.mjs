// Settings and welcome over the real engine: rules, retention, export and import, the check, the history, forgetting everything.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { accessible, says, sound, text, until, world } from './stage/hands.mjs';
import { surface, views } from './stage/stage.mjs';

const NOW = Date.UTC(2026, 2, 3, 13, 50);

views('the settings', () => {
  test('exclusions: problems by line, nothing typed is lost, an address is judged at once', async () => {
    const tab = await surface('settings');
    await tab.type('#try', 'news.example/politics/today');
    await says(tab, '#try-answer', 'news.example/politics*');
    await tab.$eval('#exclusions', (area) => { area.value = ''; });
    await tab.type('#exclusions', 'garden.example\n/[/\n*');
    await says(tab, '#exclusions-state', 'Line 2:');
    await says(tab, '#exclusions-state', 'Line 3:');
    await until(tab, () => globalThis.world.settings.exclusions.join('|') === 'garden.example|/[/|*');
    await says(tab, '#try-answer', 'is remembered');
    await tab.$eval('#try', (field) => { field.value = ''; });
    await tab.type('#try', 'https://mail.google.com/mail');
    await says(tab, '#try-answer', 'mail.google.com');
    await click(tab, '#default-list');
    await says(tab, '#try-answer', 'is remembered');
  });

  test('keeping less is asked twice, keeping more is not; a star keeps what is old', async () => {
    const tab = await surface('settings', {}, { memory: 'aged' });
    const visits = () => tab.evaluate(async () => (await engine.status()).visits);
    const before = await visits();
    await tab.select('#retention-days', '90');
    await says(tab, '.asked', 'older than 90 days');
    await click(tab, '.asked button:not(.danger)');
    assert.equal(await tab.$eval('#retention-days', (select) => select.value), '');
    assert.equal(await visits(), before);
    await tab.select('#retention-days', '90');
    await click(tab, '.asked .danger');
    await says(tab, '.asked', '2 visits were forgotten');
    assert.deepEqual([await visits(), await tab.evaluate(async () => (await engine.page('https://autumn.example/1')).remembered)], [before - 2, true]);
    await tab.select('#retention-days', '365');
    await until(tab, () => globalThis.world.settings.retentionDays === 365);
    await sound(tab);
  });

  test('the export is one file of everything, which an empty memory takes in again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'webmynd-'));
    try {
      const tab = await surface('settings');
      await tab.evaluate(() => {
        globalThis.saved = [];
        HTMLAnchorElement.prototype.click = function click() { globalThis.saved.push(this.download); };
        // The stage's policy lets nothing be fetched from blob:, so the file is read where it is made.
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { globalThis.blob = blob; return make(blob); };
      });
      await click(tab, '#export button');
      await says(tab, '#export', 'Done:');
      assert.deepEqual(await tab.evaluate(() => globalThis.saved), ['webmynd-2026-03-03.jsonl']);
      const counts = () => tab.evaluate(async () => { const { visits, pages, captures, webmarks, pictureCount } = await engine.status(); return { visits, pages, captures, webmarks, pictureCount }; });
      const [before, file] = [await counts(), await tab.evaluate(() => globalThis.blob.text())];
      const lines = file.trim().split('\n').map((line) => JSON.parse(line));
      assert.equal(lines.filter(({ type }) => type === 'capture').length, before.captures);
      assert.equal(lines.filter(({ type }) => type === 'picture').length, before.pictureCount);
      writeFileSync(join(folder, 'export.jsonl'), file);
      await tab.evaluate(() => engine.clear());
      await (await tab.$('#import-file')).uploadFile(join(folder, 'export.jsonl'));
      await says(tab, '#import', `${before.visits} visits were added`);
      assert.deepEqual(await counts(), before);
      await sound(tab);
    } finally { rmSync(folder, { recursive: true }); }
  });

  test('an import names bad lines by their number in the file and keeps the others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'webmynd-'));
    const lines = Array.from({ length: 1200 }, (_, i) => JSON.stringify({ url: `https://a.example/${i}`, text: 'ä'.repeat(600) }));
    lines[6] = 'nonsense';
    lines[1165] = '{"type":"picture","size":"<b>huge</b>","hash":"","mime":"","base64":""}';
    writeFileSync(join(folder, 'in.jsonl'), `\ufeff${lines.join('\r\n')}`);
    try {
      const tab = await surface('settings', {}, { memory: 'empty' });
      await (await tab.$('#import-file')).uploadFile(join(folder, 'in.jsonl'));
      await says(tab, '#import', '1,198 visits were added');
      const [first, second, ...more] = await tab.$$eval('.bad li', (items) => items.map((item) => item.textContent));
      assert.match(first, /^Line 7: not JSON/);
      assert.equal(second, 'Line 1,166: a picture has no size <b>huge</b>');
      assert.deepEqual(more, []);
      await accessible(tab, 'after an import');
    } finally { rmSync(folder, { recursive: true }); }
  });

  test('a check of a whole memory says so; what is damaged is found, and repair mends', async () => {
    const whole = await surface('settings');
    await click(whole, '#doctor button');
    await until(whole, () => document.querySelector('#doctor .good') !== null && document.querySelector('#doctor button + button').hidden);
    const tab = await surface('settings', { damaged: true });
    await click(tab, '#doctor button');
    await says(tab, '#doctor', 'Something is damaged');
    await click(tab, '#doctor button + button');
    await says(tab, '#doctor', 'Repaired.');
    assert.equal(await tab.$eval('#doctor button + button', (button) => button.hidden), true);
  });

  test('everything is forgotten only after the words were typed', async () => {
    const tab = await surface('settings');
    const visits = () => tab.evaluate(async () => (await engine.status()).visits);
    await tab.type('#clear-words', 'forget every');
    await tab.keyboard.press('Enter');
    assert.ok(await visits() > 200);
    await tab.type('#clear-words', 'thing');
    await tab.keyboard.press('Enter');
    await says(tab, '#clearing', 'Everything is forgotten.');
    assert.deepEqual([await visits(), await world(tab, () => globalThis.world.settings.firstRunAt)], [0, null]);
    await sound(tab);
  });

  test('the theme is applied at once', async () => {
    const tab = await surface('settings');
    await click(tab, 'input[value="dark"]');
    await until(tab, () => document.documentElement.dataset.theme === 'dark');
    assert.equal(await tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(21, 22, 25)');
    await click(tab, 'input[value="system"]');
    await until(tab, () => document.documentElement.dataset.theme === undefined);
  });
});

views('the welcome page', () => {
  test('the history comes in as title cards, without what the rules leave out, and never twice', async () => {
    const history = [
      { url: 'https://a.example/one#part', title: 'One', lastVisitTime: 1_700_000_000_000.5 }, { url: 'https://intranet.example/', title: 'Secret', lastVisitTime: 1_700_000_000_001 },
      { url: 'https://mail.google.com/', title: 'Mail', lastVisitTime: 1_700_000_000_002 }, { url: 'file:///home/x', title: 'File', lastVisitTime: 1_700_000_000_003 },
    ];
    const tab = await surface('welcome', { history });
    await click(tab, '#history button');
    await says(tab, '#history', '1 page was taken in.');
    await says(tab, '#history', '3 were left out');
    const [first, known] = await tab.evaluate(async () => [(await engine.captions([0]))[0], await engine.page('https://a.example/one')]);
    assert.deepEqual([first.url, first.title, first.at, first.flags & 4], ['https://a.example/one', 'One', 1_700_000_000_001, 0]);
    assert.equal(known.visits, 1);
    for (const url of ['https://intranet.example/', 'https://mail.google.com/']) {
      assert.equal(await tab.evaluate(async (address) => (await engine.page(address)).remembered, url), false, url);
    }
    await click(tab, '#history button');
    await says(tab, '#history', '1 was known already.');
    await accessible(tab, 'after the history');
  });

  test('the permission is asked for, and its loss is said at once', async () => {
    const tab = await surface('welcome', { access: false });
    assert.match(await text(tab, '#access'), /nothing is remembered/);
    await click(tab, '#access button');
    await says(tab, '#access', 'Given.');
    await tab.evaluate(() => { globalThis.world.access = false; for (const hear of globalThis.world.permissionListeners) hear(); });
    await says(tab, '#access', 'Missing.');
  });

  test('an empty memory that was in use says that the data was cleared; a fresh one does not', async () => {
    await says(await surface('welcome', {}, { memory: 'empty' }), '#cleared', 'Restore from an export');
    for (const [settings, memory] of [[{ firstRunAt: null }, 'empty'], [{ firstRunAt: NOW - 60_000 }, 'empty'], [{}, 'home']]) {
      const tab = await surface('welcome', { settings }, { memory });
      assert.equal(await tab.$eval('#cleared', (box) => box.hidden), true);
    }
  });
});
