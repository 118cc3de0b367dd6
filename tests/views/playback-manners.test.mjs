/** The last tenth of manners, over the real engine: searches before, what was meant, letters, days, blurred pictures. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { place, press, says, sound, until } from './stage/hands.mjs';
import { host, playback, surface, views } from './stage/stage.mjs';

const answered = (page, q) => until(page, (words) => harness.app.playback.search.q === words && !harness.app.playback.search.busy && harness.app.playback.search.matches !== null, q);
const offered = (page) => page.evaluate(() => [...document.querySelectorAll('.completions li')].map((one) => one.textContent));

views('the manners of playback', () => {
  test('searches that led somewhere are offered in the empty field, and can be forgotten', async () => {
    const page = await playback('#/grid');
    const find = async (words) => {
      await press(page, '/');
      await page.keyboard.type(words);
      await answered(page, words);
      await press(page, 'Enter');
      await until(page, () => document.activeElement.classList.contains('result-link'));
    };
    await press(page, '/');
    assert.deepEqual(await offered(page), [], 'there were none');
    await press(page, 'Escape');
    await find('tea');
    await find('pencil');
    await press(page, 'Escape', '/');
    await until(page, () => document.querySelectorAll('.completions li').length === 3);
    assert.deepEqual(await offered(page), ['pencil', 'tea', 'Forget these searches']);
    // Who goes past the field takes none of them.
    await press(page, 'Tab');
    await until(page, () => document.activeElement.type !== 'search');
    assert.deepEqual(await page.evaluate(() => [document.querySelector('.search input').value, harness.app.playback.search.q]), ['', '']);
    await press(page, 'Control+k');
    await until(page, () => document.querySelectorAll('.completions li').length === 3);
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    await answered(page, 'tea');
    await page.evaluate(() => { harness.app.field.put(''); document.querySelector('.search input').blur(); });
    await click(page, '.search input');
    await until(page, () => document.querySelectorAll('.completions li').length === 3);
    await page.evaluate(() => document.querySelector('.completions li:last-child').click());
    await press(page, 'Escape', '/');
    assert.deepEqual(await offered(page), []);
    await sound(page);
  });

  test('"did you mean" names the words, and searches for them', async () => {
    const page = await playback('#/grid?q=lighthuose+keepers');
    await until(page, () => document.querySelector('.complaints .link') !== null);
    assert.equal(await page.$eval('.complaints li', (line) => line.textContent), 'Did you mean lighthouse keepers?');
    await click(page, '.complaints .link');
    await answered(page, 'lighthouse keepers');
    await until(page, () => document.querySelector('.complaints').hidden);
    await sound(page);
  });

  test('a word that no page has is named, and a chip says how many pages it leads to', async () => {
    const page = await playback('#/grid?q=qwertzuiop+harbour');
    await until(page, () => document.querySelector('.complaints li') !== null);
    assert.equal(await page.$eval('.complaints li', (line) => line.textContent), 'No page has “qwertzuiop”.');
    await page.evaluate(() => harness.app.field.put('qwertzuiop harbour xyzzyx'));
    await says(page, '.complaints li', '“qwertzuiop” and “xyzzyx” are on no page.');
    await page.evaluate(() => harness.app.field.put('qwertzuiop site:news.example'));
    await until(page, () => harness.app.playback.search.q.includes('site:') && document.querySelector('.complaints li')?.textContent === 'No page has “qwertzuiop”.');
    await page.evaluate(() => harness.app.field.put('label:nosuch'));
    await says(page, '.empty', 'No page has the label “nosuch”. L on a page here gives it one.');
    await page.evaluate(() => harness.app.field.put('night'));
    await answered(page, 'night');
    await until(page, () => document.querySelector('.complaints').hidden && document.querySelectorAll('.chip:has(.glyph-calendar) .number').length > 1);
    const [chip, many] = await page.$eval('.chip:has(.glyph-calendar)', (one) => [one.dataset.chip, Number(one.querySelector('.number').textContent)]);
    await page.evaluate((filter) => document.querySelector(`[data-chip="${filter}"]`).click(), chip);
    await answered(page, `${chip.replace(':', ':"')}" night`);
    assert.equal(await page.evaluate(() => harness.app.playback.search.total), many);
    // Before an open quote, which stays open.
    await page.evaluate(() => harness.app.field.put('"night trains'));
    await answered(page, '"night trains');
    await until(page, () => document.querySelectorAll('.chip[data-chip^="site:"]').length > 0);
    const site = await page.$eval('.chip[data-chip^="site:"]', (one) => one.dataset.chip);
    await page.evaluate((filter) => document.querySelector(`[data-chip="${filter}"]`).click(), site);
    await answered(page, `${site} "night trains`);
    await until(page, (filter) => document.querySelector(`.chip[aria-pressed="true"][data-chip="${filter}"]`) !== null, site);
    assert.ok(await page.evaluate(() => harness.app.playback.search.total > 0));
    await sound(page);
  });

  test('letters act in a view alone, and can be switched off', async () => {
    const page = await playback('#/grid');
    const starred = () => page.evaluate(() => harness.app.playback.isStarred(harness.app.here));
    const before = await starred();
    await page.focus('.toolbar button[aria-pressed]');
    await press(page, 's');
    await new Promise((done) => setTimeout(done, 200));
    assert.equal(await starred(), before, 'beside the views a letter does nothing');
    await page.evaluate(() => harness.app.focusView());
    await press(page, '?');
    await until(page, () => document.querySelector('#letters') !== null);
    await click(page, '#letters');
    await press(page, 'Escape', 'v', 's', '?');
    await new Promise((done) => setTimeout(done, 200));
    assert.deepEqual([(await place(page)).view, await page.$('dialog'), await starred()], ['grid', null, before]);
    await press(page, 'ArrowRight');
    await press(page, 'Control+k');
    await until(page, () => document.activeElement.type === 'search');
    await sound(page);
  });

  test('letters are switched in the settings, too: what one place says the other says as well', async () => {
    const tab = await surface('settings');
    assert.equal(await tab.$eval('#letters', (box) => box.checked), true);
    await click(tab, '#letters');
    // As another tab reads it, and writes it.
    const other = await host();
    await until(other, () => localStorage.getItem('playback.lettersOff') === 'yes');
    await other.evaluate(() => localStorage.removeItem('playback.lettersOff'));
    await until(tab, () => document.querySelector('#letters').checked);
    await sound(tab);
  });

  test('a day is selected by key, and the other way', async () => {
    const page = await playback('#/grid');
    await press(page, 'Shift+ ');
    await until(page, () => harness.app.playback.selection.size === 16);
    await press(page, 'Shift+ ');
    await until(page, () => harness.app.playback.selection.size === 0);
    await sound(page);
  });

  test('a rubber band selects what it touches, scrolls on at the edge, and a press beside everything ends it', async () => {
    const page = await playback('#/grid');
    await until(page, () => document.querySelectorAll('.tile').length > 10 && harness.app.playback.memory.pictures.idle);
    const at = await page.evaluate(() => {
      const tile = (n) => document.querySelectorAll('.tile')[n].getBoundingClientRect();
      const [first, seventh] = [tile(0), tile(6)];
      return { x: first.left - 12, y: first.top - 3, to: { x: seventh.left + 20, y: seventh.top + 20 }, bottom: innerHeight - 6 };
    });
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.to.x, at.to.y, { steps: 4 });
    await until(page, () => !document.querySelector('.band').hidden && harness.app.playback.selection.size === 4);
    await page.mouse.move(at.to.x, at.bottom, { steps: 3 });
    await until(page, () => harness.app.grid.scroller.top > 400 && harness.app.playback.selection.size > 10);
    await page.mouse.up();
    await until(page, () => document.querySelector('.band').hidden);
    const size = await page.evaluate(() => harness.app.playback.selection.size);
    assert.equal(await page.evaluate(() => new Set(harness.app.playback.selection.ranges.map(String)).size > 1), true, 'two columns, no more');
    await page.keyboard.down('Control');
    await page.mouse.click(at.x, 400);
    await page.keyboard.up('Control');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), size, 'with Ctrl it stays');
    await page.mouse.click(at.x, 400);
    await until(page, () => harness.app.playback.selection.size === 0);
    await page.evaluate(() => harness.app.grid.scroller.to(0));
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.to.x, at.to.y, { steps: 4 });
    await until(page, () => harness.app.playback.selection.size > 0);
    await press(page, 'Escape');
    await until(page, () => harness.app.playback.selection.size === 0 && document.querySelector('.band').hidden);
    await page.mouse.move(at.to.x + 40, at.to.y + 40);
    await page.mouse.up();
    assert.deepEqual(await page.evaluate(() => [harness.app.playback.selection.size, getSelection().toString()]), [0, ''], 'given up, and no words are selected');
    // From the heading that stays at the top while its day goes by beneath it.
    await page.evaluate(() => harness.app.grid.scroller.to(120));
    const heading = await (await page.$('.sticky-day')).boundingBox();
    await page.mouse.move(heading.x + heading.width / 2, heading.y + 20);
    await page.mouse.down();
    await page.mouse.move(at.to.x, heading.y + 200, { steps: 4 });
    await until(page, () => !document.querySelector('.band').hidden && harness.app.playback.selection.size > 1);
    await press(page, 'Escape');
    await page.mouse.up();
    await page.evaluate(() => harness.app.grid.scroller.to(0));
    // From a heading, a title or a picture: no words are selected, and nothing opens.
    for (const from of ['.sticky-day .day', '.tile-title', '.picture']) {
      const { x, y, width, height } = await page.$eval(from, (one) => one.getBoundingClientRect().toJSON());
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(at.to.x + 60, at.to.y + 60, { steps: 6 });
      assert.equal(await page.evaluate(() => getSelection().toString()), '', from);
      await page.mouse.up();
      assert.equal(await page.evaluate(() => harness.app.playback.place.view), 'grid', from);
    }
    await sound(page);
  });

  test('going to a date keeps the search: it is narrowed to that day, or the nearest that has something', async () => {
    const page = await playback('#/grid?q=night');
    await answered(page, 'night');
    await press(page, 'g');
    const day = await page.evaluate(() => {
      const { dayNo } = harness.app.playback.search.matches.days;
      const field = document.querySelector('dialog input[type=date]');
      field.value = new Date(dayNo[0] * 86_400_000).toISOString().slice(0, 10);
      document.querySelector('dialog form').requestSubmit();
      return field.value;
    });
    await answered(page, `on:"${day}" night`);
    await until(page, () => document.querySelector('.facets .chip .glyph-calendar') !== null);
    assert.ok(await page.evaluate(() => harness.app.playback.search.total > 0));
    await sound(page);
  });

  test('what was blurred gives way to the picture, and the rail shows the day', async () => {
    const page = await playback('#/grid');
    await until(page, () => harness.app.playback.memory.pictures.idle && document.querySelector('.tile .picture img') !== null);
    const drawn = await page.evaluate(async () => {
      const { image } = harness.engine;
      let go;
      const held = new Promise((done) => { go = done; });
      harness.engine.image = async (...args) => { await held; return image(...args); };
      harness.app.playback.memory.pictures.reset();
      harness.app.grid.pool.drop();
      harness.app.grid.relayout();
      await new Promise((done) => { const look = () => (document.querySelector('.picture .blur') ? done() : requestAnimationFrame(look)); look(); });
      const blurs = document.querySelectorAll('.picture .blur').length;
      go();
      return blurs;
    });
    assert.ok(drawn > 2, `${drawn} blurred`);
    const onScreen = (one) => { const { top, bottom } = one.getBoundingClientRect(); return bottom > 0 && top < innerHeight; };
    await until(page, `![...document.querySelectorAll('.picture .blur')].some(${onScreen}) && document.querySelectorAll('.picture img').length > 2`);
    const rail = await page.$eval('.rail', (one) => { const { left, top, height } = one.getBoundingClientRect(); return { x: left + 20, y: top + height / 2 }; });
    await page.mouse.move(rail.x, rail.y);
    await page.mouse.move(rail.x, rail.y + 3);
    // Its words stand side by side, also while it has no picture.
    await until(page, () => !document.querySelector('.rail-card').hidden);
    assert.ok(await page.$eval('.rail-card', (card) => { card.querySelector('img').style.display = 'none'; const { width, height } = card.getBoundingClientRect(); card.querySelector('img').style.display = ''; return width > 2 * height; }), 'words of the card are piled up');
    await until(page, () => !document.querySelector('.rail-card').hidden && document.querySelector('.rail-card img').complete && !document.querySelector('.rail-card img').hidden);
    await says(page, '.rail-card', 'visits');
    await sound(page);
  });
});
