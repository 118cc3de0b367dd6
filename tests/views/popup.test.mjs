// The popup over the real engine: this page, its star and labels, search, forgetting, pausing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click, clickWords } from '../browser/lib/click.mjs';
import { accessible, says, sound, text, until, world } from './stage/hands.mjs';
import { catalogue } from './stage/site.mjs';
import { surface, views } from './stage/stage.mjs';

const SIZE = { width: 380, height: 600 };
const THRICE = 'https://museum.example/lighthouse';
const popup = (shape, options) => surface('popup', shape, { ...SIZE, ...options });
const focused = (tab) => tab.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
/** What the engine knows of the page in front. */
const front = (tab) => tab.evaluate(() => engine.page(globalThis.world.front));

views('the popup', () => {
  test('the star is the first control and one key stars', async () => {
    const tab = await popup();
    await tab.keyboard.press('Tab');
    assert.equal(await focused(tab), 'star');
    await tab.keyboard.press(' ');
    await until(tab, () => document.querySelector('#star').getAttribute('aria-pressed') === 'true' && document.querySelector('#star svg').hasAttribute('data-on'));
    await until(tab, async () => (await engine.page(globalThis.world.front)).star);
    await tab.keyboard.press('Enter');
    await until(tab, async () => document.querySelector('#star').getAttribute('aria-pressed') === 'false' && !(await engine.page(globalThis.world.front)).star);
    assert.equal(await focused(tab), 'star');
    await sound(tab);
  });

  test('pages that are missing are told of, with the way to the check', async () => {
    const missing = { pages: 12, visits: 30, parts: 1, bytes: 4096 };
    const tab = await popup({ opened: { missing } });
    await says(tab, '#notice', '12 pages that were remembered are missing. A repair keeps everything that can be read.');
    await accessible(tab, 'with pages missing');
    await clickWords(tab, 'Check the memory');
    await until(tab, () => globalThis.world.opened.some((url) => String(url).includes('settings')));
  });

  test('the star of a page that is never kept does nothing and says why', async () => {
    const tab = await popup({ front: 'https://new.example/', tab: { skipped: 'card' } });
    await click(tab, '#star');
    assert.equal(await tab.$eval('#star', (star) => star.getAttribute('aria-disabled')), 'true');
    assert.match(await text(tab, '#state'), /payment card/);
    assert.deepEqual(await world(tab, () => globalThis.world.sent.filter(({ kind }) => kind === 'star')), []);
  });

  test('a star that could not be set says why', async () => {
    const shapes = [[{ skipped: 'password' }, 'password field'], [{ skipped: 'later' }, 'Try again'], [{ fault: { kind: 'freeSpace', fact: '' } }, 'is full']];
    for (const [starAnswer, words] of shapes) {
      const tab = await popup({ starAnswer, front: 'https://new.example/' });
      await click(tab, '#star');
      await says(tab, '#problem', words);
      await until(tab, () => document.querySelector('#star').getAttribute('aria-pressed') === 'false');
    }
  });

  test('playback that is open already is shown, not opened twice', async () => {
    const tab = await popup({ openPages: ['views/playback/playback.html#/grid?q=x'] });
    await click(tab, '#play');
    await until(tab, () => globalThis.world.closed && globalThis.world.shown === 1);
    assert.deepEqual(await world(tab, () => globalThis.world.opened), []);
    await click(tab, '#recent a');
    await until(tab, () => globalThis.world.shown === 2);
    const newest = await tab.evaluate(async () => (await engine.captions([(await engine.overview()).total - 1]))[0].id);
    assert.match((await world(tab, () => globalThis.world.opened))[0], new RegExp(`^again .*#/reel\\?id=${newest}&t=\\d+$`));
  });

  test('the panel is opened beside the page; where the browser does not, it says where it is, and where there is none nothing leads to it', async () => {
    const tab = await popup();
    await click(tab, '#to-panel');
    await until(tab, () => globalThis.world.closed);
    assert.deepEqual(await world(tab, () => globalThis.world.panels), [1]);
    const refused = await popup({ panel: 'refused' });
    await click(refused, '#to-panel');
    await says(refused, '#problem', catalogue('en').popup_panelNot);
    assert.equal(await world(refused, () => globalThis.world.closed), false);
    const none = await popup({ panel: 'none' });
    assert.equal(await none.$eval('#to-panel', (button) => button.hidden), true);
  });

  test('what of a search was not understood is said; where nothing is found it is taken apart', async () => {
    const tab = await popup();
    await tab.type('#q', 'on:never qwertz');
    await says(tab, '#advice', catalogue('en').shared_complaint_badDate.replace('$1', 'on:never'));
    await tab.$eval('#q', (field) => { field.value = ''; });
    await tab.type('#q', 'site:museum.example label:recipes');
    await until(tab, () => document.querySelectorAll('.drops button').length === 2);
    await accessible(tab, 'nothing found');
    await clickWords(tab, 'Without label:recipes', '.drops');
    await until(tab, () => document.querySelectorAll('#hits li').length === 3 && document.querySelector('#advice').hidden && document.activeElement.id === 'q');
    await sound(tab);
  });

  test('a page is forgotten and comes back; the focus is never lost', async () => {
    const tab = await popup();
    // The engine tells of the change as well, a moment later: what is drawn again then must not take the focus away.
    await tab.evaluate(async () => {
      const { visits } = await engine.status();
      globalThis.asked = () => globalThis.world.sent.filter(({ kind }) => kind === 'tabState').length;
      engine.onEvent((event) => { if (event.kind === 'changed' && event.visits === visits - 1) globalThis.told ??= globalThis.asked(); });
    });
    await tab.focus('#forget');
    await tab.keyboard.press('Enter');
    await says(tab, '#forgotten', 'Forgot 1 visit.');
    assert.match(await text(tab, '#state'), /Forgotten/);
    assert.equal((await front(tab)).remembered, false);
    await until(tab, () => document.activeElement.textContent === 'Undo');
    await until(tab, () => globalThis.told !== undefined && globalThis.asked() > globalThis.told);
    assert.equal(await tab.evaluate(() => document.activeElement.textContent), 'Undo');
    await tab.keyboard.press('Enter');
    await says(tab, '#state', 'Remembered today');
    await until(tab, () => document.activeElement.id === 'star');
    assert.equal(await tab.$eval('#forgotten', (line) => line.hidden), true);
    assert.equal((await front(tab)).remembered, true);
    await sound(tab);
  });

  test('the pages seen last are without what was just forgotten, with its own button or elsewhere', async () => {
    const tab = await popup({ front: THRICE });
    const strip = () => tab.$$eval('#recent a', (all) => all.map((one) => one.getAttribute('aria-label')));
    await until(tab, () => document.querySelectorAll('#recent a').length === 4);
    const [first, second] = await strip();
    assert.ok(second.includes('lighthouse'), second);
    await click(tab, '#forget');
    await until(tab, () => ![...document.querySelectorAll('#recent a')].some((one) => one.getAttribute('aria-label').includes('lighthouse')));
    await tab.evaluate(() => engine.mutate({ page: 'https://garden.example/pruning' }, { kind: 'forget' }));
    await until(tab, (name) => document.querySelector('#recent a')?.getAttribute('aria-label') !== name, first);
    assert.equal((await strip()).length, 4, 'older ones take their places');
    await tab.evaluate(() => engine.mutate({ since: 0, until: Date.now() + 1000 }, { kind: 'forget' }));
    await until(tab, () => document.querySelector('#recent').hidden);
    await sound(tab);
  });

  test('a page seen three times says so, goes with all of them, and says from how many devices', async () => {
    const tab = await popup({ front: THRICE, reach: { gone: 2, of: 3 } });
    assert.equal(await text(tab, '#state'), 'Remembered today, 14:32 · 3 visits');
    assert.equal(await text(tab, '.chip span'), 'reading');
    await click(tab, '#forget');
    await says(tab, '#forgotten', 'Forgot 3 visits. Gone from 2 of 3 devices.');
    assert.equal((await front(tab)).visits, 0);
    await sound(tab);
  });

  test('labels go on and off', async () => {
    const tab = await popup();
    await tab.type('#labels input', 'to read ');
    await tab.keyboard.press('Enter');
    await says(tab, '.chips', 'to read');
    assert.deepEqual((await front(tab)).labels, ['to read']);
    await click(tab, '.chip button');
    await until(tab, async () => (await engine.page(globalThis.world.front)).labels.length === 0 && document.querySelector('.chips').hidden);
    await sound(tab);
  });

  test('search answers while one types; arrows, Enter and the film button lead on', async () => {
    const tab = await popup();
    await tab.keyboard.press('/');
    assert.equal(await focused(tab), 'q');
    await tab.keyboard.type('pencil');
    await says(tab, '#hits', 'A short history of the pencil');
    await until(tab, () => document.querySelectorAll('#hits mark').length > 2);
    await until(tab, () => document.querySelector('#count').textContent.startsWith('3 pages'));
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowUp');
    assert.equal(await focused(tab), 'page');
    await tab.keyboard.press('Enter');
    await until(tab, () => globalThis.world.closed);
    assert.match((await world(tab, () => globalThis.world.opened))[0], /^https:\/\/(museum|shop)\.example\/pencil/);
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
  });

  test('what one types is completed: by arrows and Enter, by Tab, and Escape closes the list first', async () => {
    const tab = await popup();
    const first = (words) => until(tab, (what) => document.querySelector('.completions:not([hidden]) .completion')?.textContent === what, words);
    const q = () => tab.$eval('#q', (field) => field.value);
    await tab.keyboard.press('/');
    await tab.keyboard.type('lab');
    await first('label:');
    await accessible(tab, 'a search that is completed');
    await tab.setViewport({ width: 200, height: 600 });
    await sound(tab, 'in a narrow one');
    await tab.keyboard.press('Tab');
    await first('reading');
    await tab.keyboard.press('ArrowDown');
    assert.match(await tab.$eval('#q', (field) => document.getElementById(field.getAttribute('aria-activedescendant')).textContent), /^reading \d+ pages$/);
    await tab.keyboard.press('Enter');
    assert.deepEqual([await q(), await focused(tab)], ['label:reading ', 'q']);
    await until(tab, () => document.querySelector('.completions').hidden && document.querySelectorAll('#hits li').length === 6);
    await tab.keyboard.type('is:');
    await first('webmark');
    await tab.keyboard.press('Escape');
    await until(tab, () => document.querySelector('.completions').hidden);
    assert.equal(await q(), 'label:reading is:');
    await tab.keyboard.press('ArrowDown');
    assert.equal(await focused(tab), 'page', 'to what was found');
    await tab.focus('#q');
    await tab.keyboard.press('Escape');
    await until(tab, () => document.querySelector('#q').value === '');
    await sound(tab);
  });

  test('hostile titles are text, and only http and https are live links', async () => {
    const tab = await popup();
    await tab.type('#q', 'onerror malwort');
    await says(tab, '#hits', '<img src=x onerror="globalThis.pwned=1">');
    await accessible(tab, 'hostile results');
    await tab.$eval('#q', (field) => { field.value = ''; });
    await tab.type('#q', 'title:address malwort');
    await says(tab, '#hits', 'An address that runs');
    await says(tab, '#hits', 'An address of the browser itself');
    assert.equal(await tab.evaluate(() => document.querySelectorAll('#hits script, #hits img[src="x"], a[href^="javascript"], a[href^="vbscript"], a[href^="view-source"]').length), 0);
    await tab.evaluate(() => { for (const hit of document.querySelectorAll('#hits .page')) hit.click(); });
    await until(tab, () => globalThis.world.opened.length === 2);
    const opened = await world(tab, () => globalThis.world.opened);
    assert.ok(opened.every((url) => url.includes('/views/playback/playback.html#/reel?t=')), `${opened}`);
    assert.equal(await tab.evaluate(() => globalThis.pwned), undefined);
    await sound(tab);
  });

  test('pausing for an hour, for today, on this site, and resuming', async () => {
    const tab = await popup();
    await clickWords(tab, 'For 1 hour');
    await says(tab, '#notice', 'Paused until 15:50.');
    await clickWords(tab, 'Resume');
    await until(tab, () => document.querySelector('#notice').hidden);
    await clickWords(tab, 'For today');
    await says(tab, '#notice', 'Paused until');
    const midnight = await world(tab, () => new Date(globalThis.world.settings.pausedUntil).toString());
    assert.match(midnight, /Mar 04 2026 00:00:00/);
    await click(tab, '#never button');
    await until(tab, () => globalThis.world.settings.exclusions.length === 3);
    assert.equal(await world(tab, () => globalThis.world.settings.exclusions.at(-1) === new URL(globalThis.world.front).hostname), true);
  });

  test('forgetting this site, the last hour or today is asked once more and can be undone', async () => {
    const tab = await popup({ front: THRICE });
    const press = (words) => clickWords(tab, words, '#forget-more');
    const visits = () => tab.evaluate(async () => (await engine.status()).visits);
    /** The visits of the last so many hours. */
    const since = (hours) => tab.evaluate(async (many) => {
      const { total } = await engine.overview();
      return (await engine.frames(total - 100, total)).at.filter((at) => at >= Date.now() - many * 3_600_000).length;
    }, hours);
    const [before, hour] = [await visits(), await since(1)];
    assert.ok(hour > 3 && hour < 20, `${hour}`);
    await press('This site');
    await says(tab, '#forget-more', 'Forget everything of museum.example?');
    await press('Keep');
    await says(tab, '#forget-more', 'The last hour');
    assert.equal(await visits(), before);
    await press('The last hour');
    await says(tab, '#forget-more', 'Forget all visits of the last hour?');
    await press('Forget');
    await says(tab, '#forgotten', `Forgot ${hour} visits.`);
    await until(tab, () => document.querySelector('#forgotten button') === document.activeElement);
    await accessible(tab, 'more forgotten');
    // The page in front was seen within the hour, and once before: that visit stays.
    assert.deepEqual([await visits(), (await front(tab)).visits], [before - hour, 1]);
    await clickWords(tab, 'Undo', '#forgotten');
    await until(tab, async (all) => (await engine.status()).visits === all, before);
    await press('This site');
    await press('Forget');
    await says(tab, '#forgotten', 'Forgot 5 visits.');
    await sound(tab);
  });

  test("one's own rule is taken off, a site of the built-in list is let in and taken back, and a page is kept this once", async () => {
    const own = await popup({ front: 'https://a.intranet.example/' });
    assert.match(await text(own, '#notice'), /Your rule “intranet.example” excludes it\./);
    await clickWords(own, 'Take the rule away', '#notice');
    await until(own, () => !globalThis.world.settings.exclusions.includes('intranet.example') && document.querySelector('#notice').hidden);
    await sound(own);
    const listed = await popup({ front: 'https://docs.stripe.com/api' });
    assert.match(await text(listed, '#notice'), /built-in list excludes it: “stripe.com”/);
    await clickWords(listed, 'Remember docs.stripe.com', '#notice');
    await says(listed, '#notice', 'Remembered by your exception “!docs.stripe.com”');
    assert.equal(await world(listed, () => globalThis.world.settings.exclusions.at(-1)), '!docs.stripe.com');
    await accessible(listed, 'a site let in');
    await clickWords(listed, 'Take it back', '#notice');
    await says(listed, '#notice', 'built-in list excludes it');
    await clickWords(listed, 'Keep this page anyway', '#notice');
    assert.deepEqual(await world(listed, () => globalThis.world.sent.filter(({ kind }) => kind === 'keep').length), 1);
    const refused = await popup({ front: 'https://mail.google.com/', keepAnswer: { skipped: 'noPermission' } });
    await clickWords(refused, 'Keep this page anyway', '#notice');
    await says(refused, '#problem', 'may not read this page');
  });

  test('every kind of fault says what is wrong and what to do', async () => {
    for (const kind of ['retry', 'freeSpace', 'locked', 'notAllowed', 'update', 'corrupt', 'notFound', 'invalid', 'bug', 'lost']) {
      const tab = await popup({ tab: { fault: { kind, fact: 'x' }, form: 'problem' } });
      const said = await text(tab, '#notice');
      assert.ok(said.includes(catalogue('en')[`shared_fault_${kind}`]) && said.includes(catalogue('en')[`shared_fault_${kind}_advice`]), said);
    }
  });
});
