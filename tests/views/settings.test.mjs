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
    await says(tab, '#try-answer', 'your rule “news.example/politics*”');
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

  test('exceptions: they are judged by their place, and one that a later line takes back is told', async () => {
    const tab = await surface('settings');
    await tab.$eval('#exclusions', (area) => { area.value = ''; });
    await tab.type('#exclusions', '!docs.stripe.com');
    await tab.type('#try', 'docs.stripe.com/api');
    await says(tab, '#try-answer', 'This page is remembered. Your exception “!docs.stripe.com” says so.');
    await tab.$eval('#try', (field) => { field.value = ''; });
    await tab.type('#try', 'dashboard.stripe.com');
    await says(tab, '#try-answer', 'because of the built-in list: “stripe.com”');
    await tab.type('#exclusions', '\nstripe.com\n!*');
    await says(tab, '#exclusions-state', 'Line 1 has no effect: line 2 below takes it back');
    await says(tab, '#exclusions-state', 'Line 3: this would take in every page');
    await accessible(tab, 'exceptions');
  });

  test('what is kept, seconds on the screen, noarchive: each is written at once, and nonsense is not', async () => {
    const tab = await surface('settings');
    const kept = () => world(tab, () => { const { mode, seenSeconds, noArchive } = globalThis.world.settings; return { mode, seenSeconds, noArchive }; });
    assert.deepEqual(await tab.evaluate(() => [document.querySelector('[name=mode]:checked').value, document.querySelector('#seen-seconds').value, document.querySelector('#no-archive').checked]), ['everything', '1', false]);
    await click(tab, '[name=mode][value=address]');
    await click(tab, '#no-archive');
    const seconds = async (typed) => { await tab.$eval('#seen-seconds', (field, value) => { field.value = value; field.dispatchEvent(new Event('change')); }, typed); };
    await seconds('12');
    await says(tab, '#seen-state', 'Saved.');
    await seconds('0');
    await says(tab, '#seen-state', 'from 1 to 600, please. It stays at 12');
    assert.deepEqual(await kept(), { mode: 'address', seenSeconds: 12, noArchive: true });
    await accessible(tab, 'what is kept');
  });

  test('room for pictures and texts: what they hold, how long it lasts, and less only after a question', async () => {
    const tab = await surface('settings');
    assert.match(await text(tab, '#keeping'), /Kept by the browser/);
    assert.match(await text(tab, '#pictures-budget-now'), /now, \d+ pictures/);
    const type = (id, value) => tab.$eval(id, (field, typed) => { field.value = typed; field.dispatchEvent(new Event('change')); }, value);
    const budgets = () => world(tab, () => [globalThis.world.settings.pictureBudget, globalThis.world.settings.textBudget]);
    await type('#pictures-budget', '5');
    await says(tab, '#room-pictures', '20 at least');
    await type('#pictures-budget', '500');
    await says(tab, '#room-pictures', 'Saved.');
    await type('#texts-budget', '300');
    await says(tab, '#room-texts', 'Saved.');
    assert.deepEqual(await budgets(), [500, 300]);
    await type('#texts-budget', '');
    await until(tab, () => globalThis.world.settings.textBudget === null);
    const large = await surface('settings', { room: { pictureBytes: 90_000_000, journalBytes: 45_000_000, indexBytes: 5_000_000 }, settings: { textBudget: 40 } });
    await says(large, '#room-texts', '10 MB more than you set');
    await says(large, '#room-texts', 'Nothing goes by itself');
    await large.$eval('#pictures-budget', (field) => { field.value = '60'; field.dispatchEvent(new Event('change')); });
    await says(large, '#room-pictures', 'Pictures of about 30 MB would fade now');
    assert.equal(await world(large, () => globalThis.world.settings.pictureBudget), null);
    await accessible(large, 'less room is asked');
    await click(large, '#room-pictures .danger');
    await says(large, '#room-pictures', 'Saved.');
    assert.equal(await world(large, () => globalThis.world.settings.pictureBudget), 60);
    await sound(large);
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
    await says(tab, '.asked', '2 visits are older and out of sight. Until');
    assert.deepEqual([await visits(), await tab.evaluate(async () => (await engine.page('https://autumn.example/1')).remembered)], [before - 2, true]);
    await tab.select('#retention-days', '365');
    await until(tab, () => globalThis.world.settings.retentionDays === 365);
    await sound(tab);
  });

  test('a retention that was chosen by mistake is taken back for a week, also when the settings are opened later', async () => {
    const tab = await surface('settings', {}, { memory: 'aged' });
    const visits = (page) => page.evaluate(async () => (await engine.status()).visits);
    const before = await visits(tab);
    await tab.select('#retention-days', '30');
    await click(tab, '.asked .danger');
    await says(tab, '.asked', 'out of sight');
    assert.ok(await visits(tab) < before);
    const later = await surface('settings', { settings: { retentionDays: 30 } }, { memory: 'as it is' });
    await says(later, '.asked', 'out of sight');
    await sound(later);
    await click(later, '.asked .link');
    await until(later, () => globalThis.world.settings.retentionDays === null);
    await says(later, '.asked', 'Saved');
    assert.equal(await visits(later), before);
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
      assert.equal(lines.filter(({ type, size }) => type === 'picture' && size !== 'words').length, before.pictureCount);
      writeFileSync(join(folder, 'export.jsonl'), file);
      await tab.evaluate(() => engine.clear());
      await (await tab.$('#import-file')).uploadFile(join(folder, 'export.jsonl'));
      await says(tab, '#import', `${before.visits} visits were added`);
      assert.deepEqual(await counts(), before);
      assert.ok(!(await text(tab, '#import')).includes('missing'));
      writeFileSync(join(folder, 'cut.jsonl'), file.split('\n').slice(0, -3).map((line) => `${line}\n`).join(''));
      await (await tab.$('#import-file')).uploadFile(join(folder, 'cut.jsonl'));
      await says(tab, '#import', 'A part of this export is missing.');
      await accessible(tab, 'after an export that was cut off');
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

  test('a check counts the thumbnails that are gone', async () => {
    const tab = await surface('settings');
    const checked = async () => {
      await click(tab, '#doctor button');
      await until(tab, () => document.querySelector('#doctor .report') !== null && document.querySelector('#doctor [aria-disabled]') === null);
      return tab.evaluate(() => [...document.querySelectorAll('#doctor .report li')].map((line) => line.textContent).find((line) => line.startsWith('pictures:')));
    };
    assert.match(await checked(), /^pictures: \d+ thumbnails$/);
    await tab.evaluate(() => new Promise((done, failed) => {
      const opening = indexedDB.open('webmynd');
      opening.onsuccess = () => {
        const change = opening.result.transaction(['thumb', 'length'], 'readwrite');
        for (const store of ['thumb', 'length']) {
          const keys = change.objectStore(store).getAllKeys();
          keys.onsuccess = () => change.objectStore(store).delete(keys.result[0]);
        }
        change.oncomplete = done;
        change.onerror = failed;
      };
      opening.onerror = failed;
    }));
    assert.match(await checked(), /^pictures: \d+ thumbnails, 1 of them missing: lost, or given up for room$/);
    await sound(tab);
  });

  test('pages that are missing are told of, and can be repaired without a check', async () => {
    const tab = await surface('settings', { opened: { missing: { pages: 1, visits: 2, parts: 1, bytes: 400 }, damaged: 2048 } });
    await says(tab, '#doctor', '1 page that was remembered is missing. If there is a copy');
    await says(tab, '#doctor', 'of what is stored are damaged');
    assert.equal(await tab.$eval('#doctor button + button', (button) => button.hidden), false);
    await accessible(tab, 'with a page missing');
  });

  test('everything is forgotten only after the words were typed', async () => {
    const tab = await surface('settings');
    const visits = () => tab.evaluate(async () => (await engine.status()).visits);
    await tab.type('#clear-words', 'forget every');
    await tab.keyboard.press('Enter');
    assert.ok(await visits() > 200);
    await tab.evaluate(() => localStorage.setItem('searches', '["tea"]'));
    await tab.type('#clear-words', 'thing');
    await tab.keyboard.press('Enter');
    await says(tab, '#clearing', 'Everything is forgotten.');
    assert.equal(await tab.evaluate(() => localStorage.getItem('searches')), null, 'and so are the searches');
    assert.deepEqual([await visits(), await world(tab, () => globalThis.world.settings.firstRunAt)], [0, null]);
    await sound(tab);
  });

  test('a file of bookmarks is told by what it holds: WebMarks, what is wrong by its line, and nothing that the rules leave out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'webmynd-'));
    try {
      const file = join(folder, 'saved.html');
      writeFileSync(file, `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<H1>Bookmarks</H1>\n<DL><p>\n<DT><H3>Tea</H3>\n<DL><p>
<DT><A HREF="https://tea.example/green?a=1&amp;b=2" ADD_DATE="1500000000" TAGS="cups">Green &lt;tea&gt;</A>
<DT><A HREF="https://intranet.example/" ADD_DATE="1500000000">Secret</A>
<DT><A HREF="javascript:alert(1)">Run</A>
<DT><A HREF="https://tea.example/undated" ADD_DATE="9223372036854775808">Undated</A>
</DL><p>\n</DL><p>\n`);
      const tab = await surface('settings');
      await (await tab.$('#import-file')).uploadFile(file);
      await says(tab, '#import', '2 bookmarks are WebMarks now.');
      await says(tab, '#import', '1 was left out by the rules.');
      await says(tab, '#import', '1 line could not be read');
      await says(tab, '#import', '1 has a date that is none');
      await says(tab, '#import', 'Line 8:');
      const [page, hidden] = await tab.evaluate(async () => [await engine.page('https://tea.example/green?a=1&b=2'), await engine.page('https://intranet.example/')]);
      assert.deepEqual([page.star, page.labels, page.lastAt, hidden.remembered], [true, ['Tea', 'cups'], 1_500_000_000_000, false]);
      await sound(tab);
    } finally {
      rmSync(folder, { recursive: true });
    }
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
  test('the history comes in as title cards with all visits, without what the rules leave out, and never twice', async () => {
    const history = [
      { url: 'https://a.example/one#part', title: 'One', lastVisitTime: 1_700_000_000_000.5, before: [1_600_000_000_000] },
      { url: 'https://intranet.example/', title: 'Secret', lastVisitTime: 1_700_000_000_001 },
      { url: 'https://mail.google.com/', title: 'Mail', lastVisitTime: 1_700_000_000_002 }, { url: 'file:///home/x', title: 'File', lastVisitTime: 1_700_000_000_003 },
    ];
    const tab = await surface('welcome', { history });
    await click(tab, '#history button');
    await says(tab, '#history', '1 page was taken in.');
    await says(tab, '#history', '3 were left out');
    const [cards, known] = await tab.evaluate(async () => [await engine.captions([0, 1]), await engine.page('https://a.example/one')]);
    assert.deepEqual(cards.map(({ url, title, at, offsetMin, flags }) => [url, title, at, offsetMin, flags & 4]), [
      ['https://a.example/one', 'One', 1_600_000_000_000, 60, 0], ['https://a.example/one', 'One', 1_700_000_000_001, 60, 0],
    ]);
    assert.deepEqual([known.visits, known.captures], [2, 1]);
    for (const url of ['https://intranet.example/', 'https://mail.google.com/']) {
      assert.equal(await tab.evaluate(async (address) => (await engine.page(address)).remembered, url), false, url);
    }
    assert.equal(await text(tab, '#history button'), 'Take in what is new');
    await click(tab, '#history button');
    await says(tab, '#history', '0 pages were taken in.');
    assert.equal(await tab.evaluate(async () => (await engine.page('https://a.example/one')).visits), 2);
    await accessible(tab, 'after the history');
  });

  test('the history is taken in slices: how far is said, it is stopped, and goes on where it was', async () => {
    const tab = await surface('settings', {}, { memory: 'aged' });
    await tab.evaluate(() => {
      globalThis.world.history = Array.from({ length: 600 }, (_, i) => ({ url: `https://many.example/${i}`, title: `Page ${i}`, lastVisitTime: 1_700_000_000_000 - i * 3_600_000 }));
      // However fast it goes, half way it is not over.
      globalThis.world.historyHeldAt = 300;
    });
    const pages = () => tab.evaluate(async () => (await engine.status()).pages);
    const before = await pages();
    await click(tab, '#history button');
    await says(tab, '#history', 'of 600 addresses looked at');
    assert.equal(await tab.$eval('#history progress', ({ max, hidden }) => hidden ? 0 : max), 600);
    await until(tab, () => globalThis.world.settings.pastHistory.looked >= 50);
    await click(tab, '#history button');
    await tab.evaluate(() => { globalThis.world.historyHeldAt = Infinity; });
    await says(tab, '#history', 'Stopped. What was taken in stays.');
    const some = await pages() - before;
    assert.ok(some >= 50 && some < 600, `${some}`);
    // As after a restart: what is stored is all that is known.
    await says(tab, '#history button', 'Go on');
    await click(tab, '#history button');
    // The sentence of the end stands there since it was stopped; the button's word does not.
    await says(tab, '#history button', 'Take in what is new');
    assert.equal(await pages() - before, 600);
    assert.equal((await tab.evaluate(async () => (await engine.page('https://many.example/7')).visits)), 1);
    await sound(tab);
  });

  test('the bookmarks become WebMarks with their folders as labels; without the permission nothing is read', async () => {
    const bookmarks = [{ title: '', children: [{ title: 'Bar', children: [
      { title: 'Tea', children: [{ title: 'Green tea', url: 'https://tea.example/green', dateAdded: 1_500_000_000_000 }, { title: 'Run', url: 'javascript:1' }] },
    ] }] }];
    const refused = await surface('welcome', { bookmarks, grant: false });
    await click(refused, '#bookmarks button');
    await says(refused, '#bookmarks', 'were not read');
    const tab = await surface('welcome', { bookmarks });
    await click(tab, '#bookmarks button');
    await says(tab, '#bookmarks', '1 bookmark is a new page.');
    await says(tab, '#bookmarks', '1 was left out');
    const page = await tab.evaluate(() => engine.page('https://tea.example/green'));
    assert.deepEqual([page.star, page.labels, page.lastAt], [true, ['Tea'], 1_500_000_000_000]);
    await accessible(tab, 'after the bookmarks');
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
