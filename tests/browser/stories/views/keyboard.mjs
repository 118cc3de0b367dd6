/** Playback by the keyboard alone, in the packaged extension: after every key the focus is on something that is there, in sight, where it belongs, and ringed. */
import { focused, press, text } from '../../../views/stage/hands.mjs';
import { engineOf } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

const HOUR = 3_600_000;
const DAYS = 20;
const idOf = (n) => n.toString(16).padStart(32, '0');

/** Twenty days of pages of two sites, a page that says something else each day, and a trail from the first page of a day to the others. */
function memory(origin) {
  const morning = Math.floor(Date.now() / (24 * HOUR)) * 24 * HOUR - 24 * HOUR;
  const lines = [];
  for (let day = 0; day < DAYS; day++) {
    const at = morning - (DAYS - 1 - day) * 24 * HOUR;
    const seen = (n, page) => lines.push({
      type: 'capture', site: new URL(page.url).hostname, lang: 'en', ...page,
      visits: [{ id: idOf(day * 100 + n + 1), at: at + n * 120_000, offsetMin: 0, ...(n > 0 ? { from: idOf(day * 100 + 1) } : {}) }],
    });
    for (let n = 0; n < 30; n++) seen(n, { url: n === 0 ? `${origin}/daily` : `${origin}/${day}/${n}`, title: n === 0 ? 'The daily lantern' : `Leaf ${n} of day ${day}`, text: n === 0 ? `Today is day ${day} of the lantern.` : `Words of leaf ${n}, day ${day}.` });
  }
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/** What takes the Tab key, in its order. */
const stops = (page) => page.evaluate(() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex]')].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !one.closest('[inert]'));
  return all.map((one) => one.ariaLabel || one.className || one.tagName);
});

/** A person at a keyboard: presses a key, and looks where the focus is. */
class Person {
  constructor(page) { this.page = page; }

  /** Each of these keys leaves the focus within `inside`. */
  async press(inside, ...keys) {
    for (const key of keys) {
      await press(this.page, key);
      await focused(this.page, inside).catch((error) => { throw new Error(`after ${key}: ${error.message}`, { cause: error }); });
    }
  }

  async type(inside, words) {
    await this.page.keyboard.type(words);
    await focused(this.page, inside);
  }

  becomes(what, look, ...args) { return until(() => this.page.evaluate(look, ...args), { every: 30, within: 30_000, what }); }
  title(words) { return this.becomes(`the reeler never showed ${words}`, (title) => document.querySelector('.reel-title')?.textContent === title, words); }

  /** Firefox stops at what can be scrolled, too. */
  async tabInto(inside) {
    for (let n = 0; n < 4 && !await this.page.evaluate((there) => document.activeElement.closest(there) !== null, inside); n++) await this.press('dialog', 'Tab');
    await focused(this.page, inside);
  }

  /** Tab goes through all stops of the view, each ringed, and these are few. */
  async tabs(assert, first) {
    const all = await stops(this.page);
    assert.ok(all.length <= 12, `${all.length} stops: ${all.join(' | ')}`);
    await this.press('body *', first);
    for (let n = 1; n < all.length; n++) await this.press('body *', 'Tab');
    await this.press('body *', first);
  }
}

async function begin({ common, site }) {
  site.serve('/daily', pageOf(1, { title: 'The daily lantern' }));
  const driven = await common();
  const engine = engineOf(await driven.own());
  const { added, bad } = await engine.importPart(memory(site.origin), 1);
  if (bad.length > 0 || added !== DAYS * 30) throw new Error(JSON.stringify({ added, bad }));
  const page = await driven.own('views/playback/playback.html#/grid');
  await page.bringToFront();
  const person = new Person(page);
  await person.becomes('the grid never came', () => document.querySelectorAll('.tile-title').length > 8 && document.hasFocus());
  await focused(page, '.rows');
  return { driven, engine, page, person };
}

export default [{
  name: 'by the keyboard alone: find, open, star, label, select, forget, take back, in the grid',
  minutes: 6,
  async run({ common, site, assert }) {
    const { driven, engine, page, person } = await begin({ common, site });
    const pageNamed = (url) => engine.page(url);
    await person.tabs(assert, 'Control+k');
    await person.press('.rows', 'F6', 'Control+Home');
    // Search, with an offer taken, and open what was found.
    await person.press('.search', '/');
    await person.type('.search', 'lantern');
    await person.becomes('nothing was found', () => document.querySelectorAll('.result-title').length === 1);
    await person.tabs(assert, 'Control+k');
    await person.press('.rows', 'Enter');
    const before = (await driven.browser.pages()).length;
    await press(page, 'Control+Enter');
    await until(async () => (await driven.browser.pages()).length > before, { what: 'the page did not open' });
    await page.bringToFront();
    await person.becomes('the keyboard did not come back', () => document.hasFocus());
    await focused(page, '.rows');
    // Star it, and label it: each sheet gives the focus back.
    await person.press('.rows', 's');
    await until(async () => (await pageNamed(`${site.origin}/daily`)).star, { what: 'no star' });
    await person.press('dialog', 'l');
    await person.type('dialog', 'to read');
    await person.press('dialog', 'Enter');
    await person.becomes('the label is not there', () => document.querySelector('dialog .chip[aria-pressed="true"]') !== null);
    await person.press('dialog', 'Tab', 'Tab', ' ');
    await until(async () => (await pageNamed(`${site.origin}/daily`)).labels.length === 0, { what: 'the label was not taken away' });
    await person.press('dialog', ' ');
    await until(async () => (await pageNamed(`${site.origin}/daily`)).labels.join() === 'to read', { what: 'the label was not put' });
    await person.press('.rows', 'Escape');
    // Leave the search; select; the bar is one stop whose buttons arrows reach.
    await person.press('.rows', 'Escape', 'Control+Home', 'ArrowRight', ' ', 'Shift+ArrowRight', 'Shift+ArrowDown');
    await person.becomes('nothing is selected', () => !document.querySelector('.selection-bar').hidden && document.querySelectorAll('.tile[aria-selected="true"]').length > 2);
    await person.tabs(assert, 'Control+k');
    await person.press('.rows', 'F6');
    const held = await page.evaluate(() => document.querySelectorAll('.tile[aria-selected="true"]').length);
    const { visits } = await engine.status();
    await person.press('.rows', 'Delete');
    await until(async () => (await engine.status()).visits < visits, { what: 'nothing was forgotten' });
    await person.becomes('no word of it', () => document.querySelector('.toast:not([hidden])') !== null);
    await person.press('.search', 'Shift+F6');
    await person.press('.toast', 'Shift+F6');
    await person.press('.rows', 'Enter');
    await until(async () => (await engine.status()).visits === visits, { what: 'it was not taken back' });
    assert.ok(held > 2);
    await person.press('.rows', 'Delete');
    await until(async () => (await engine.status()).visits < visits, { what: 'nothing was forgotten the second time' });
    await person.press('.rows', 'Control+z');
    await until(async () => (await engine.status()).visits === visits, { what: 'Ctrl+Z did not take it back' });
    // Held down across days and recycled rows.
    await person.press('.rows', 'Control+Home');
    const place = () => page.evaluate(() => document.activeElement.textContent);
    const from = await place();
    for (let n = 0; n < 300; n++) {
      await page.keyboard.press(n % 10 === 9 ? 'ArrowDown' : 'ArrowRight');
      if (n % 20 === 19) await focused(page, '.rows');
    }
    assert.notEqual(await place(), from);
    assert.equal(await page.evaluate(() => document.activeElement === document.body), false);
    // The sheets of the page itself.
    await person.press('dialog', '?');
    await person.press('.rows', 'Escape');
    await person.press('dialog', 'g');
    await person.press('.rows', 'Escape');
  },
}, {
  name: 'by the keyboard alone: the reeler, a day, film, versions, the trail, and the way back',
  minutes: 6,
  async run({ common, site, assert }) {
    const { page, person } = await begin({ common, site });
    await person.press('.reel-view', 'v', 'Control+End');
    await person.title(`Leaf 29 of day ${DAYS - 1}`);
    await person.becomes('no trail', () => !document.querySelector('.trail').hidden);
    await person.tabs(assert, 'Control+k');
    await person.press('body *', 'F6');
    await focused(page, '.reel-view');
    // To the page that one came from, and on from there.
    await person.press('.reel-view', 'c');
    await person.title('The daily lantern');
    // Then and now: both sides by the keyboard, the strip by arrows.
    await person.becomes('no versions', () => document.querySelector('.reel-acts button:has(.glyph-versions)')?.checkVisibility());
    await person.press('dialog', 'd');
    await person.becomes('no changes', () => document.querySelector('.changes ins') !== null);
    await person.tabInto('.version-strip');
    await person.press('.version-strip', 'ArrowLeft', 'Home', 'Enter');
    await person.becomes('the first was not chosen', () => document.querySelector('.changes del')?.textContent.includes('0'));
    await person.press('dialog', 'Tab', 'Tab', 'Tab');
    await person.press('.reel-view', 'Escape', 'w');
    await person.title(`Leaf 1 of day ${DAYS - 1}`);
    // A day, by the date; by its own keys.
    await person.press('.reel-view', 'PageDown', 'Home', 'End');
    await person.press('dialog', 'g');
    await person.press('.reel-view', 'Enter');
    await person.press('dialog', 't');
    await person.becomes('no text', () => document.querySelector('dialog .kept-text') !== null);
    await person.press('.reel-view', 'Escape', '+', '-', '0');
    // Film: it runs, any key of the film's stops it where it is.
    await person.press('.reel-view', 'Control+Home');
    await person.title('The daily lantern');
    await person.press('.reel-view', 'p');
    await person.becomes('the film never ran', () => document.querySelector('.reel-title').textContent !== 'The daily lantern');
    await person.press('.reel-view', ' ');
    await person.becomes('the film went on', () => document.querySelector('.play .glyph-play') !== null);
    for (let n = 0; n < 300; n++) {
      await page.keyboard.press('ArrowRight');
      if (n % 30 === 29) await focused(page, '.reel-view');
    }
    await person.press('.reel-view', 's', 'Delete');
    await person.becomes('no word of it', () => document.querySelector('.toast:not([hidden])') !== null);
    await person.press('.reel-view', 'Control+z');
    await person.becomes('not taken back', () => document.querySelector('.toast').textContent.includes('back'));
    // Hits, and the same frame in the grid.
    await person.press('.search', '/');
    await person.type('.search', 'lantern');
    await person.becomes('no hits', () => document.querySelector('.hits:not([hidden])') !== null);
    await person.press('.reel-view', 'Enter', 'n', 'Shift+n');
    await person.title('The daily lantern');
    await person.press('.rows', 'v', 'Escape');
    assert.match(await text(page, '.tile-link[tabindex="0"]'), /The daily lantern/);
  },
}];
