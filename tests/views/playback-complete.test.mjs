/** What the search field offers while one types, and the help that lists it, over the real engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click, clickWords } from '../browser/lib/click.mjs';
import { accessible, press, sound, until } from './stage/hands.mjs';
import { BROWSER, playback as shown, views } from './stage/stage.mjs';

const FIELD = '.search input';
const value = (page) => page.$eval(FIELD, (field) => field.value);
const offered = (page) => page.$$eval('.completions li', (all) => all.map((one) => one.querySelector('.completion').textContent));
/** Playback that knows how many questions of the list are on their way. */
async function playback(...args) {
  const page = await shown(...args);
  await page.evaluate(() => {
    const { complete } = harness.engine;
    harness.asking = 0;
    harness.engine.complete = async (request) => {
      harness.asking += 1;
      try { return await complete(request); } finally { harness.asking -= 1; }
    };
  });
  return page;
}

/** The list is of what stands in the field now, not of a letter less, and begins so. */
const opened = (page, first) => until(page, (words) => harness.asking === 0 && document.querySelector('.completions:not([hidden]) .completion')?.textContent === words, first);
const closed = (page) => until(page, () => document.querySelector('.completions').hidden);
const found = (page, q) => until(page, (words) => {
  const { search } = harness.app.playback;
  return search.q === words && !search.busy && search.total > 0;
}, q);
const chosen = (page) => page.evaluate((field) => {
  const input = document.querySelector(field);
  const id = input.getAttribute('aria-activedescendant');
  return { focused: document.activeElement === input, said: id === null ? null : document.getElementById(id).textContent, expanded: input.getAttribute('aria-expanded') };
}, FIELD);

async function typed(page, words) {
  await press(page, '/');
  await page.keyboard.type(words);
}

views('completing a search in playback', () => {
  test('Tab takes the name of a filter, then a value of it, and the pages are found', async () => {
    const page = await playback();
    await typed(page, 'si');
    await opened(page, 'site:');
    await press(page, 'Tab');
    assert.equal(await value(page), 'site:');
    await until(page, () => document.querySelectorAll('.completions li').length === 8);
    await page.keyboard.type('muse');
    await opened(page, 'museum.example');
    assert.match(await page.$eval('.completions li', (line) => line.textContent), /^museum\.example \d+ pages$/);
    await press(page, 'Tab');
    assert.equal(await value(page), 'site:museum.example ');
    await found(page, 'site:museum.example ');
    await closed(page);
    assert.ok(await page.evaluate(() => harness.app.playback.search.hit(0).site === 'museum.example'));
    await sound(page);
  });

  test('arrows go through the list and round by the field, Enter takes what was chosen, else it searches', async () => {
    const page = await playback();
    await typed(page, 'label:');
    await opened(page, 'reading');
    assert.deepEqual(await chosen(page), { focused: true, said: null, expanded: 'true' });
    await press(page, 'ArrowDown', 'ArrowDown');
    assert.match((await chosen(page)).said, /^recipes \d+ pages$/);
    await press(page, 'ArrowUp', 'ArrowUp');
    assert.equal((await chosen(page)).said, null);
    await press(page, 'ArrowUp');
    assert.match((await chosen(page)).said, /^work 1 page$/);
    await press(page, 'Enter');
    assert.equal(await value(page), 'label:work ');
    await found(page, 'label:work ');
    assert.deepEqual(await chosen(page), { focused: true, said: null, expanded: 'false' }, 'one may go on');
    await page.keyboard.type('lo');
    await press(page, 'Enter');
    await until(page, () => document.activeElement.classList.contains('result-link'));
    assert.equal(await value(page), 'label:work lo', 'nothing was chosen');
    await sound(page);
  });

  test('Escape closes the list first, then clears; the mouse takes; leaving the field closes', async () => {
    const page = await playback();
    await typed(page, 'tea is');
    await opened(page, 'is:');
    await found(page, 'tea is').catch(() => assert.fail('results come all the same'));
    await press(page, 'Escape');
    await closed(page);
    assert.equal(await value(page), 'tea is');
    await press(page, 'ArrowLeft', 'ArrowRight');
    await opened(page, 'is:');
    await click(page, '.completions li');
    assert.deepEqual([await value(page), (await chosen(page)).focused], ['tea is:', true]);
    await opened(page, 'webmark');
    await click(page, '.completions li');
    await found(page, 'tea is:webmark ');
    await press(page, 'Escape');
    assert.equal(await value(page), '');
    await page.keyboard.type('la');
    await opened(page, 'label:');
    await press(page, 'Shift+Tab');
    await closed(page);
    await sound(page);
  });

  test('it is a combobox to those who hear it, and nothing is offered for plain words', async () => {
    const page = await playback();
    const said = () => page.$eval(FIELD, (field) => {
      const list = document.getElementById(field.getAttribute('aria-controls'));
      return { role: field.role, has: field.getAttribute('aria-autocomplete'), expanded: field.ariaExpanded, list: list.role, name: list.ariaLabel, hidden: list.hidden };
    });
    const combobox = { role: 'combobox', has: 'list', expanded: 'false', list: 'listbox', name: 'Suggestions for the search', hidden: true };
    assert.deepEqual(await said(), combobox);
    await typed(page, 'night trains');
    await found(page, 'night trains');
    assert.deepEqual(await said(), combobox);
    await page.keyboard.type(' la');
    await opened(page, 'label:');
    await press(page, 'ArrowDown');
    assert.deepEqual(await said(), { ...combobox, expanded: 'true', hidden: false });
    assert.deepEqual(await page.$$eval('.completions li', (all) => all.map((one) => [one.role, one.ariaSelected])), [['option', 'true'], ['option', 'false']]);
    await accessible(page, 'a search that is completed');
  });

  test('the help lists what a search understands; an example goes into the field', async () => {
    const page = await playback();
    await press(page, '?');
    await until(page, () => document.querySelectorAll('.operators > div').length === 16);
    const lines = await page.$$eval('.operators > div', (all) => all.map((one) => [one.querySelector('button').textContent, one.querySelector('dd').textContent]));
    assert.deepEqual(lines[0], ['site:example.org', 'Pages of this site and those below it (also host: domain:)']);
    assert.ok(lines.every(([, sentence]) => !sentence.startsWith('shared_')), 'each has its sentence');
    await clickWords(page, 'is:webmark', '.operators');
    await found(page, 'is:webmark');
    assert.deepEqual([await value(page), (await chosen(page)).focused], ['is:webmark', true]);
    assert.equal(await page.$('dialog'), null);
    await sound(page);
  });

  if (BROWSER !== 'chrome') return;

  test('in German the names and the dates are German ones', async () => {
    const page = await playback('#/grid', { shape: { lang: 'de' } });
    await typed(page, 'vo');
    await opened(page, 'vor:');
    await press(page, 'Tab');
    await opened(page, 'heute');
    await page.keyboard.type('letzte w');
    await opened(page, 'letzte Woche');
    await press(page, 'Tab');
    assert.equal(await value(page), 'vor:letzte Woche ');
    await press(page, 'Escape', 'Escape', '?');
    await until(page, () => document.querySelectorAll('.operators > div').length === 16);
    assert.ok((await page.$$eval('.operators button', (all) => all.map((one) => one.textContent))).includes('nach:letzte Woche'));
    await sound(page);
  });

  test('an older answer is never shown, and a list that is of another text is not taken', async () => {
    const page = await playback();
    await page.evaluate(() => {
      const { engine } = harness;
      const { complete } = engine;
      engine.complete = async (request) => {
        const answer = await complete(request);
        await new Promise((later) => { setTimeout(later, request.q === 'la' ? 200 : request.q === 'lab' ? 400 : 0); });
        return answer;
      };
    });
    await typed(page, 'la');
    await opened(page, 'label:');
    await page.keyboard.type('b');
    await press(page, 'ArrowDown', 'Enter');
    assert.equal(await value(page), 'lab', 'the answer to it is on its way');
    await page.evaluate(() => new Promise((later) => { setTimeout(later, 600); }));
    assert.ok(await page.$eval('.completions', (list) => list.hidden), 'and comes too late');
    await sound(page);
  });

  test('at 360 pixels, from the right, and over everything else', async () => {
    for (const shape of [{}, { rtl: true }]) {
      const page = await playback('#/grid', { width: 360, height: 700, shape });
      await typed(page, 'site:');
      await until(page, () => document.querySelectorAll('.completions li').length === 8);
      assert.ok(await page.$eval('.completions', (list) => {
        const { left, right, top, bottom } = list.getBoundingClientRect();
        const on = document.elementFromPoint((left + right) / 2, bottom - 12);
        return left >= 0 && right <= innerWidth && top > 0 && bottom <= innerHeight && list.contains(on);
      }));
      assert.equal((await offered(page)).length, 8);
      await sound(page);
    }
  });
});
