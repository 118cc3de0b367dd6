// Popup, settings and welcome driven in real browsers, under the extension's CSP, over a seeded world.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { click, clickWords } from '../browser/lib/click.mjs';
import { clean, focused, says, text, until, world } from './surfaces-checks.mjs';
import { BROWSERS, catalogue, launch, open, serveViews } from './surfaces-stage.mjs';

test('both languages have the same keys, places and no empty text', () => {
  const [en, de] = [catalogue('en'), catalogue('de')];
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    assert.match(key, /^(shared|popup|settings|welcome)_[A-Za-z_]+$/);
    assert.ok(en[key] && de[key], key);
    const places = (words) => [...new Set(words.match(/\$\d/g) ?? [])].sort();
    // "one day" needs no number.
    if (!key.endsWith('_one')) assert.deepEqual(places(de[key]), places(en[key]), key);
  }
});

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
    const popup = { width: 380, height: 600 };

    const STATES = {
      'a remembered page': ['popup', {}], 'a WebMark with labels': ['popup', { frontVisit: 31 }], 'a new page': ['popup', { front: 'https://new.example/' }], 'an empty memory': ['popup', { visits: 0 }],
      'a page with a password': ['popup', { front: 'https://new.example/', tab: { skipped: 'password' } }],
      'an excluded page': ['popup', { front: 'https://intranet.example/', tab: { skipped: 'excluded', form: 'excluded' } }],
      'no tab of the web': ['popup', { front: null, tab: { skipped: 'notWeb' } }], 'a pause': ['popup', { settings: { pausedUntil: 'always' } }],
      'a full disk': ['popup', { fault: { kind: 'freeSpace', fact: '' } }], 'no permission': ['popup', { access: false }], 'hostile titles': ['popup', { hostile: true }],
      settings: ['settings', {}], 'settings without permission': ['settings', { access: false, firefox: true, opened: { tailCut: 512, indexRebuilt: true }, rebuilding: { done: 3, total: 9 } }],
      'settings without an engine': ['settings', { fault: { kind: 'lost', fact: '' } }],
      welcome: ['welcome', {}], 'welcome without permission': ['welcome', { access: false }], 'welcome after a loss': ['welcome', { visits: 0 }],
    };
    for (const [state, [page, shape]] of Object.entries(STATES)) {
      test(`clean in every dress: ${state}`, async () => {
        const narrow = page === 'popup' ? 200 : 320;
        const size = page === 'popup' ? popup : {};
        await visit(page, shape, size, (tab) => clean(tab, `${state}, light`));
        await visit(page, { ...shape, lang: 'de' }, { ...size, dark: true }, (tab) => clean(tab, `${state}, dark, German`));
        await visit(page, { ...shape, rtl: true }, { ...size, width: narrow }, (tab) => clean(tab, `${state}, narrow, right to left`));
      });
    }

    test('the star is the first control and one key stars', () => visit('popup', {}, popup, async (tab) => {
      await tab.keyboard.press('Tab');
      assert.equal(await focused(tab), 'star');
      await tab.keyboard.press(' ');
      await until(tab, () => document.querySelector('#star').getAttribute('aria-pressed') === 'true' && document.querySelector('#star svg').hasAttribute('data-on'));
      assert.equal(await world(tab, () => globalThis.world.visits.at(-1).star), true);
      await tab.keyboard.press('Enter');
      await until(tab, () => globalThis.world.visits.at(-1).star === false && document.querySelector('#star').getAttribute('aria-pressed') === 'false');
      assert.equal(await focused(tab), 'star');
    }));

    test('the star of a page that is never kept does nothing and says why', () =>
      visit('popup', { front: 'https://new.example/', tab: { skipped: 'card' } }, popup, async (tab) => {
        await click(tab, '#star');
        assert.equal(await tab.$eval('#star', (star) => star.getAttribute('aria-disabled')), 'true');
        assert.match(await text(tab, '#state'), /payment card/);
        assert.deepEqual(await world(tab, () => globalThis.world.sent.filter(({ kind }) => kind === 'star')), []);
      }));

    test('a star that could not be set says why', async () => {
      const shapes = [[{ skipped: 'password' }, 'password field'], [{ skipped: 'later' }, 'Try again'], [{ fault: { kind: 'freeSpace', fact: '' } }, 'is full']];
      for (const [starAnswer, words] of shapes) {
        await visit('popup', { starAnswer, front: 'https://new.example/' }, popup, async (tab) => {
          await click(tab, '#star');
          await says(tab, '#problem', words);
          await until(tab, () => document.querySelector('#star').getAttribute('aria-pressed') === 'false');
        });
      }
    });

    test('playback that is open already is shown, not opened twice', () => visit('popup', { openPages: ['views/playback/playback.html#/grid?q=x'] }, popup, async (tab) => {
      await click(tab, '#play');
      await until(tab, () => globalThis.world.closed && globalThis.world.shown === 1);
      assert.deepEqual(await world(tab, () => globalThis.world.opened), []);
      await click(tab, '#recent a');
      await until(tab, () => globalThis.world.shown === 2);
      assert.match((await world(tab, () => globalThis.world.opened))[0], /^again .*#\/reel\?id=0{30}27&t=\d+$/);
    }));

    test('a page is forgotten and comes back; the focus is never lost', () => visit('popup', {}, popup, async (tab) => {
      await tab.focus('#forget');
      await tab.keyboard.press('Enter');
      await says(tab, '#forgotten', 'Forgot 1 page.');
      assert.match(await text(tab, '#state'), /Forgotten/);
      await until(tab, () => document.activeElement.textContent === 'Undo');
      // The engine tells of the change as well: what is drawn again then must not take the focus away.
      await tab.evaluate(() => new Promise((go) => { setTimeout(go, 400); }));
      assert.equal(await tab.evaluate(() => document.activeElement.textContent), 'Undo');
      await tab.keyboard.press('Enter');
      await says(tab, '#state', 'Remembered today');
      await until(tab, () => document.activeElement.id === 'star');
      assert.equal(await tab.$eval('#forgotten', (line) => line.hidden), true);
    }));

    test('a forget says from how many devices it is gone', () => visit('popup', { reach: { gone: 2, of: 3 } }, popup, async (tab) => {
      await click(tab, '#forget');
      await says(tab, '#forgotten', 'Forgot 1 page. Gone from 2 of 3 devices.');
    }));

    test('a page seen three times says so', () => visit('popup', { frontVisit: 31 }, popup, async (tab) => {
      assert.equal(await text(tab, '#state'), 'Remembered today, 14:32 · 3 visits');
      assert.equal(await text(tab, '.chip span'), 'reading');
    }));

    test('labels go on and off', () => visit('popup', {}, popup, async (tab) => {
      await tab.type('#labels input', 'to read ');
      await tab.keyboard.press('Enter');
      await says(tab, '.chips', 'to read');
      assert.deepEqual(await world(tab, () => globalThis.world.visits.at(-1).labels), ['to read']);
      await click(tab, '.chip button');
      await until(tab, () => globalThis.world.visits.at(-1).labels.length === 0 && document.querySelector('.chips').hidden);
    }));

    test('search answers while one types; arrows, Enter and the film button lead on', () => visit('popup', {}, popup, async (tab) => {
      await tab.keyboard.press('/');
      assert.equal(await focused(tab), 'q');
      await tab.keyboard.type('pencil');
      await says(tab, '#hits', 'A short history of the pencil');
      assert.equal(await text(tab, '#hits mark'), 'pencil');
      assert.match(await text(tab, '#count'), /^5 pages/);
      await tab.keyboard.press('ArrowDown');
      await tab.keyboard.press('ArrowDown');
      await tab.keyboard.press('ArrowUp');
      assert.equal(await focused(tab), 'page');
      await tab.keyboard.press('Enter');
      await until(tab, () => globalThis.world.closed);
      assert.match((await world(tab, () => globalThis.world.opened))[0], /^https:\/\/[^/]+\/page\/\d+$/);
      await click(tab, '.hit .icon');
      await until(tab, () => globalThis.world.opened.length === 2);
      assert.match((await world(tab, () => globalThis.world.opened))[1], /playback\.html#\/reel\?t=\d+$/);
      await tab.focus('#q');
      await tab.keyboard.press('Enter');
      await until(tab, () => globalThis.world.opened.length === 3);
      assert.match((await world(tab, () => globalThis.world.opened))[2], /playback\.html#\/grid\?q=pencil$/);
      await tab.focus('#q');
      await tab.keyboard.press('Escape');
      await until(tab, () => document.querySelector('#hits').hidden && document.querySelector('#q').value === '');
    }));

    test('hostile titles are text, and only http and https are live links', () => visit('popup', { hostile: true }, popup, async (tab) => {
      await tab.evaluate(() => { for (const one of globalThis.world.visits) one.url = 'javascript:globalThis.pwned=1'; });
      await tab.type('#q', 'pwned');
      await says(tab, '#hits', '<img src=x onerror="globalThis.pwned=1">');
      assert.equal(await tab.evaluate(() => document.querySelectorAll('#hits script, #hits img[src="x"], a[href^="javascript"]').length), 0);
      await click(tab, '#hits a.page');
      assert.equal(await tab.evaluate(() => globalThis.pwned), undefined);
      await clean(tab, 'hostile results');
    }));

    test('pausing for an hour, for today, on this site, and resuming', () => visit('popup', {}, popup, async (tab) => {
      const press = (words) => clickWords(tab, words);
      await press('For 1 hour');
      await says(tab, '#notice', 'Paused until 15:50.');
      await press('Resume');
      await until(tab, () => document.querySelector('#notice').hidden);
      await press('For today');
      await says(tab, '#notice', 'Paused until');
      const midnight = await world(tab, () => new Date(globalThis.world.settings.pausedUntil).toString());
      assert.match(midnight, /Mar 04 2026 00:00:00/);
      await press('On this site');
      await until(tab, () => globalThis.world.settings.exclusions.length === 3);
      assert.equal(await world(tab, () => globalThis.world.settings.exclusions.at(-1) === new URL(globalThis.world.front).hostname), true);
    }));

    test('forgetting this site, the last hour or today is asked once more and can be undone', () => visit('popup', {}, popup, async (tab) => {
      const press = (words) => clickWords(tab, words, '#forget-more');
      const calls = () => world(tab, () => globalThis.world.mutations);
      await press('This site');
      await says(tab, '#forget-more', 'Forget everything of ');
      await press('Keep');
      await says(tab, '#forget-more', 'The last hour');
      assert.deepEqual(await calls(), []);
      await press('The last hour');
      await press('Forget');
      await until(tab, () => globalThis.world.mutations.length === 1);
      const [{ which, change }] = await calls();
      assert.deepEqual([change.kind, which.until - which.since], ['forget', 3_600_001]);
      await until(tab, () => document.querySelector('#forgotten button') === document.activeElement);
      await clean(tab, 'more forgotten');
    }));

    test("one's own exclusion is taken off from the popup; the built-in one leads to the settings", async () => {
      await visit('popup', { front: 'https://a.intranet.example/', tab: { skipped: 'excluded', form: 'excluded' } }, popup, async (tab) => {
        await click(tab, '#notice button');
        await until(tab, () => !globalThis.world.settings.exclusions.includes('intranet.example'));
        assert.deepEqual(await world(tab, () => globalThis.world.opened), []);
      });
      await visit('popup', { front: 'https://mail.google.com/', tab: { skipped: 'excluded', form: 'excluded' } }, popup, async (tab) => {
        await click(tab, '#notice button');
        await until(tab, () => globalThis.world.opened[0]?.endsWith('settings.html#rules'));
      });
    });

    test('every kind of fault says what is wrong and what to do', async () => {
      for (const kind of ['retry', 'freeSpace', 'locked', 'notAllowed', 'update', 'corrupt', 'notFound', 'invalid', 'bug', 'lost']) {
        await visit('popup', { tab: { fault: { kind, fact: 'x' }, form: 'problem' } }, popup, async (tab) => {
          const said = await text(tab, '#notice');
          assert.ok(said.includes(catalogue('en')[`shared_fault_${kind}`]) && said.includes(catalogue('en')[`shared_fault_${kind}_advice`]), said);
        });
      }
    });

    test('exclusions: problems by line, nothing typed is lost, an address is judged at once', () => visit('settings', {}, {}, async (tab) => {
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
    }));

    test('keeping less is asked twice, keeping more is not', () => visit('settings', {}, {}, async (tab) => {
      await tab.select('#retention-days', '90');
      await says(tab, '.asked', 'older than 90 days');
      assert.deepEqual(await world(tab, () => globalThis.world.retention), []);
      await click(tab, '.asked button:not(.danger)');
      assert.equal(await tab.$eval('#retention-days', (select) => select.value), '');
      await tab.select('#retention-days', '90');
      await click(tab, '.asked .danger');
      await says(tab, '.asked', '12 visits were forgotten');
      await tab.select('#retention-days', '365');
      await until(tab, () => globalThis.world.retention.length === 2);
      assert.deepEqual(await world(tab, () => [globalThis.world.retention, globalThis.world.settings.retentionDays]), [[90, 365], 365]);
    }));

    test('the export is one file of all parts', () => visit('settings', { delay: 2 }, {}, async (tab) => {
      await tab.evaluate(() => {
        globalThis.saved = [];
        HTMLAnchorElement.prototype.click = function click() { globalThis.saved.push(fetch(this.href).then(async (answer) => [this.download, await answer.text()])); };
      });
      // The stage's CSP lets nothing be fetched from blob:, so the file is read where it is made.
      await tab.evaluate(() => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => { globalThis.blob = blob; return make(blob); }; globalThis.fetch = async () => new Response(globalThis.blob); });
      await click(tab, '#export button');
      await says(tab, '#export', 'Done:');
      const [file, lines] = await tab.evaluate(() => globalThis.saved[0]);
      assert.equal(file, 'webmynd-2026-03-03.jsonl');
      assert.equal(lines.trim().split('\n').length, 40);
      assert.equal(JSON.parse(lines.split('\n')[39]).id, (39).toString(16).padStart(32, '0'));
    }));

    test('an import names bad lines by their number in the file and keeps the others', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'webmynd-'));
      const lines = Array.from({ length: 9000 }, (_, i) => JSON.stringify({ url: `https://a.example/${i}`, text: 'ä'.repeat(60) }));
      lines[6] = 'nonsense';
      lines[8765] = '{"url":';
      writeFileSync(join(folder, 'in.jsonl'), `\ufeff${lines.join('\r\n')}`);
      try {
        await visit('settings', {}, {}, async (tab) => {
          const field = await tab.$('#import-file');
          await field.uploadFile(join(folder, 'in.jsonl'));
          await says(tab, '#import', '8,998 visits were added');
          assert.deepEqual(await tab.$$eval('.bad li', (items) => items.map((item) => item.textContent)), ['Line 7: not JSON <b>at all</b>', 'Line 8,766: not JSON <b>at all</b>']);
          await clean(tab, 'after an import');
        });
      } finally { rmSync(folder, { recursive: true }); }
    });

    test('check finds, repair mends', () => visit('settings', { damaged: true }, {}, async (tab) => {
      await click(tab, '#doctor button');
      await says(tab, '#doctor', 'Something is damaged');
      await click(tab, '#doctor button + button');
      await says(tab, '#doctor', 'Repaired.');
      assert.equal(await tab.$eval('#doctor button + button', (button) => button.hidden), true);
    }));

    test('everything is forgotten only after the words were typed', () => visit('settings', {}, {}, async (tab) => {
      await tab.type('#clear-words', 'forget every');
      await tab.keyboard.press('Enter');
      assert.equal(await world(tab, () => globalThis.world.cleared), false);
      await tab.type('#clear-words', 'thing');
      await tab.keyboard.press('Enter');
      await says(tab, '#clearing', 'Everything is forgotten.');
      assert.deepEqual(await world(tab, () => [globalThis.world.cleared, globalThis.world.settings.firstRunAt]), [true, null]);
    }));

    test('the theme is applied at once and by itself at the next start', () => visit('settings', {}, {}, async (tab) => {
      await click(tab, 'input[value="dark"]');
      await until(tab, () => document.documentElement.dataset.theme === 'dark');
      assert.equal(await tab.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(21, 22, 25)');
      await click(tab, 'input[value="system"]');
      await until(tab, () => document.documentElement.dataset.theme === undefined);
    }));

    test('the history comes in as title cards, without what the rules leave out, and never twice', () => {
      const history = [
        { url: 'https://a.example/one#part', title: 'One', lastVisitTime: 1_700_000_000_000.5 }, { url: 'https://intranet.example/', title: 'Secret', lastVisitTime: 1_700_000_000_001 },
        { url: 'https://mail.google.com/', title: 'Mail', lastVisitTime: 1_700_000_000_002 }, { url: 'file:///home/x', title: 'File', lastVisitTime: 1_700_000_000_003 },
      ];
      return visit('welcome', { history }, {}, async (tab) => {
        await click(tab, '#history button');
        await says(tab, '#history', '1 page was taken in.');
        await says(tab, '#history', '3 were left out');
        const [line] = await world(tab, () => globalThis.world.imported.map((one) => JSON.parse(one)));
        assert.match(line.id, /^[0-9a-f]{32}$/);
        assert.deepEqual({ ...line, id: '' }, { id: '', url: 'https://a.example/one', title: 'One', text: '', time: 1_700_000_000_001 });
        await click(tab, '#history button');
        await says(tab, '#history', '1 was known already.');
        await clean(tab, 'after the history');
      });
    });

    test('the permission is asked for, and its loss is said at once', () => visit('welcome', { access: false }, {}, async (tab) => {
      assert.match(await text(tab, '#access'), /nothing is remembered/);
      await click(tab, '#access button');
      await says(tab, '#access', 'Given.');
      await tab.evaluate(() => { globalThis.world.access = false; for (const hear of globalThis.world.permissionListeners) hear(); });
      await says(tab, '#access', 'Missing.');
    }));

    test('an empty memory that was in use says that the data was cleared; a fresh one does not', async () => {
      await visit('welcome', { visits: 0 }, {}, (tab) => says(tab, '#cleared', 'Restore from an export'));
      for (const shape of [{ visits: 0, settings: { firstRunAt: null } }, { visits: 0, settings: { firstRunAt: new Date(2026, 2, 3, 14, 49).getTime() } }, {}]) {
        await visit('welcome', shape, {}, async (tab) => assert.equal(await tab.$eval('#cleared', (box) => box.hidden), true));
      }
    });

    test('with the keyboard alone: every stop shows a ring, is in sight, and the way through is short', async () => {
      for (const [page, most] of [['popup', 16], ['settings', 40], ['welcome', 6]]) {
        await visit(page, {}, page === 'popup' ? popup : {}, async (tab) => {
          const seen = new Set();
          for (let i = 0; i < most + 1; i += 1) {
            await tab.keyboard.press('Tab');
            const stop = await tab.evaluate(() => {
              const at = document.activeElement;
              if (!at || at === document.body || at === document.documentElement) return null;
              const { top, bottom, width } = at.getBoundingClientRect();
              const style = getComputedStyle(at);
              globalThis.order ??= new Map();
              if (!globalThis.order.has(at)) globalThis.order.set(at, globalThis.order.size);
              return { n: globalThis.order.get(at), html: at.outerHTML.slice(0, 90), ring: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2, inSight: bottom > 0 && top < innerHeight && width > 1 };
            });
            if (!stop || seen.has(stop.n)) break;
            seen.add(stop.n);
            assert.ok(stop.ring && stop.inSight, `${page}: ${JSON.stringify(stop)}`);
          }
          assert.ok(seen.size >= 3 && seen.size <= most, `${page}: ${seen.size} stops`);
        });
      }
    });
  });
}
