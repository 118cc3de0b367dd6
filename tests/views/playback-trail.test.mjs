/** Where one came from and went, what a page said before, and results as links, over the real engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { focused, isAt, place, press, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

const trail = (page) => page.evaluate(() => [...document.querySelectorAll('.trail .trail-step, .trail .trail-here')].map((one) => one.textContent));
const rests = (page) => until(page, () => harness.app.reel.drive.atRest);

/** The remembered pages that the background was asked to open, and how. */
const opened = (page) => page.evaluate(() => globalThis.world.sent.splice(0).filter(({ kind }) => kind === 'open').map(({ url, how }) => [url, how]));

views('the trail and the versions', () => {
  test('the trail stands under the frame and is walked by key and by click', async () => {
    const page = await playback('#/reel');
    await until(page, () => document.querySelectorAll('.trail .trail-step').length === 3);
    const { ordinal } = await place(page);
    const [, first, second, here] = await trail(page);
    assert.deepEqual([first, second, here], ['The lighthouse keepers of the northern coast', 'The lighthouse keepers of the northern coast', 'Pruning old apple trees in February']);
    await press(page, 'c');
    await isAt(page, ordinal - 1, 'C leads to where one came from');
    await rests(page);
    await until(page, () => document.querySelectorAll('.trail .trail-step').length === 3 && document.querySelector('.trail-here').nextElementSibling.nextElementSibling.matches('.trail-step'));
    await press(page, 'w');
    await isAt(page, ordinal, 'W leads on');
    await rests(page);
    await until(page, () => document.querySelectorAll('.trail .trail-step').length === 3);
    await press(page, 'w');
    await isAt(page, ordinal, 'where it ends it stays');
    await page.evaluate(() => document.querySelector('.trail .trail-step').click());
    await until(page, (from) => harness.app.here !== from, ordinal);
    // A page that came from nowhere has no line, and keeps the place of the film.
    const top = () => page.$eval('.timeline', (line) => line.getBoundingClientRect().top);
    const before = await top();
    await press(page, 'Control+Home');
    await isAt(page, 0);
    await until(page, () => document.querySelector('.trail').hidden);
    assert.equal(await top(), before);
    await sound(page);
  });

  test('a trail is saved as one file that fetches nothing and runs nothing', async () => {
    const page = await playback('#/reel');
    await until(page, () => document.querySelector('.trail-save') !== null);
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { if (blob.type === 'text/html') globalThis.saved = blob; return make(blob); };
      document.addEventListener('click', (event) => { if (event.target.download) { globalThis.named = event.target.download; event.preventDefault(); } }, true);
    });
    await click(page, '.trail-save');
    await until(page, () => globalThis.saved !== undefined);
    const { name, html } = await page.evaluate(async () => ({ name: globalThis.named, html: await globalThis.saved.text() }));
    assert.equal(name, 'webmynd-Pruning-old-apple-trees-in-February.html');
    const seen = await page.evaluate((text) => {
      const made = new DOMParser().parseFromString(text, 'text/html');
      const addresses = [...made.querySelectorAll('[src]')].map((one) => one.getAttribute('src').slice(0, 11));
      return { titles: [...made.querySelectorAll('h2')].map((one) => one.textContent), addresses, words: made.querySelectorAll('details').length,
        policy: made.querySelector('meta[http-equiv]').content, active: made.querySelectorAll('script, link, iframe, object, form').length };
    }, html.replace(/<style>.*?<\/style>/s, ''));
    assert.deepEqual(seen.titles.slice(1), ['The lighthouse keepers of the northern coast', 'The lighthouse keepers of the northern coast', 'Pruning old apple trees in February']);
    assert.ok(seen.addresses.length >= 3 && seen.addresses.every((one) => one === 'data:image/'), seen.addresses.join());
    assert.deepEqual([seen.words, seen.active], [4, 0]);
    assert.match(seen.policy, /^default-src 'none'/);
    await sound(page);
  });

  test('what is selected is saved as one file, too', async () => {
    const page = await playback('#/grid');
    await press(page, ' ', 'Shift+ArrowRight');
    await until(page, () => harness.app.playback.selection.size === 2);
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { if (blob.type === 'text/html') globalThis.saved = blob; return make(blob); };
      document.addEventListener('click', (event) => { if (event.target.download) { globalThis.named = event.target.download; event.preventDefault(); } }, true);
    });
    await click(page, '.selection-bar button:has(.glyph-save)');
    await until(page, () => document.querySelector('#live').textContent === 'Saved 2 visits.');
    assert.equal(await page.evaluate(() => globalThis.named), 'webmynd-2-visits.html');
    assert.equal(await page.evaluate(async () => (await globalThis.saved.text()).split('<article').length - 1), 2);
    await sound(page);
  });

  test('then and now: versions as a strip, two beside each other, the words that changed', async () => {
    const page = await playback('#/grid?q=harbour+site%3Anews.example');
    await until(page, () => harness.app.playback.search.matches !== null && document.querySelector('.result-link') !== null);
    await press(page, 'v');
    await until(page, () => harness.app.reel.shown && !document.querySelector('.reel-acts button:has(.glyph-versions)').hidden);
    await press(page, 'd');
    await until(page, () => document.querySelectorAll('.version').length > 5 && document.querySelector('.changes ins') !== null);
    const said = () => page.evaluate(() => ({ gone: document.querySelector('.changes del').textContent, fresh: document.querySelector('.changes ins').textContent, count: document.querySelector('.versions [role=status]').textContent }));
    assert.deepEqual(await said(), { gone: ' gone: 22 ', fresh: ' new: 23 ', count: '1 place changed.' });
    await page.select('.version-pair section:first-of-type select', '5');
    await until(page, () => document.querySelector('.changes del').textContent === ' gone: 5 ');
    // The strip has come along.
    await page.evaluate(() => [...document.querySelectorAll('.version')].find((one) => one.textContent.startsWith('12 Feb 2026')).click());
    await until(page, () => document.querySelector('.changes del').textContent === ' gone: 4 ');
    await page.select('.version-pair section:last-of-type select', '3');
    await until(page, () => document.querySelector('.changes ins').textContent === ' new: 3 ');
    assert.equal(await page.evaluate(() => document.querySelectorAll('.version[aria-pressed="true"]').length), 2);
    await until(page, () => document.querySelectorAll('.version-picture img').length === 2);
    await press(page, 'Escape');
    await until(page, () => document.querySelector('dialog') === null);
    await focused(page, '.reel-view');
    await press(page, 'd', 'd', 'd');
    await until(page, () => document.querySelector('.changes ins') !== null);
    assert.equal(await page.evaluate(() => document.querySelectorAll('dialog').length), 1, 'one sheet, however often one asks');
    await page.evaluate(() => harness.engine.mutate({ page: 'https://news.example/' }, { kind: 'forget' }));
    await until(page, () => document.querySelector('dialog') === null);
    await sound(page);
  });

  test('of a page with one version alone it is said that there is no other', async () => {
    const page = await playback('#/grid?q=lantern');
    await until(page, () => harness.app.playback.search.matches !== null && document.querySelector('.result-link') !== null);
    await press(page, 'v');
    await until(page, () => harness.app.reel.shown);
    await press(page, 'd');
    await until(page, () => document.querySelector('.toast:not([hidden]) [role=status]')?.textContent === 'Only this version of the page is remembered.');
    assert.equal(await page.evaluate(() => document.querySelector('dialog')), null);
    await focused(page, '.reel-view');
    await sound(page);
  });

  test('a result is a link: to its page, at the passage, here or in another tab', async () => {
    const page = await playback('#/grid?q=lantern');
    await until(page, () => harness.app.playback.search.matches !== null && document.querySelector('.result-snippet mark') !== null);
    await opened(page);
    const href = await page.$eval('.result-link', (link) => link.getAttribute('href'));
    assert.match(href, /^https:\/\/[^#]+#:~:text=.*lantern/);
    await press(page, 'ArrowRight');
    await click(page, '.result-link');
    assert.deepEqual(await opened(page), [[href, 'here']], 'a click opens it');
    await press(page, 'Enter');
    assert.deepEqual(await opened(page), [[href, 'here']], 'and so does Enter');
    assert.equal(await page.evaluate(() => harness.app.playback.place.view), 'grid');
    // What was written down leads back to where one was.
    assert.match(await page.evaluate(() => location.hash), /q=lantern/);
    await page.keyboard.down('Control');
    await click(page, '.result-link');
    await page.keyboard.up('Control');
    await page.evaluate(() => document.querySelector('.result-link').dispatchEvent(new MouseEvent('auxclick', { bubbles: true, cancelable: true, button: 1 })));
    assert.deepEqual(await opened(page), [[href, 'behind'], [href, 'behind']], 'Ctrl and the middle button open another tab');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), 0);
    // With something selected a click selects more.
    await press(page, ' ');
    await click(page, '.result-link');
    assert.deepEqual(await opened(page), []);
    await sound(page);
  });

  test('an old version that has the words says so', async () => {
    const page = await playback('#/grid?q=%22day+4%22');
    await until(page, () => document.querySelector('.result-where .result-older') !== null);
    assert.equal(await page.$eval('.result-older', (words) => words.textContent), 'an older version has the words');
    await sound(page);
  });
});
