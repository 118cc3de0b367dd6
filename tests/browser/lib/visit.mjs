/** Visits pages as a person would, one after another in one tab, until each is remembered or its skipping explained. */
import { engineOf, tabId, tell } from './engine.mjs';
import { until } from './until.mjs';

/** What the page itself shows of a reason not to keep it: checked here in another way than the extension does. */
const reasonsShown = () => {
  const shown = (field) => field.getClientRects().length > 0 && getComputedStyle(field).visibility === 'visible';
  const fields = [...document.querySelectorAll('input')].filter(shown);
  return {
    password: fields.some((field) => field.type === 'password'),
    card: fields.some((field) => /cc-|card|cvv|cvc|kreditkarte/i.test(`${field.autocomplete} ${field.name} ${field.id}`)),
    noarchive: [...document.querySelectorAll('meta[name]')].some((meta) => /robots|googlebot/i.test(meta.name) && /noarchive/i.test(meta.content)),
  };
};

/**
 * Visits `url` in `page`. Resolves to { url, text, title, skipped, searchableMs } when the page can be found or was
 * skipped for a reason that the page bears out; throws otherwise. The picture is waited for as well.
 */
export async function visit(page, own, url, { picture = true } = {}) {
  const engine = engineOf(own);
  await page.bringToFront();
  await page.goto(url, { waitUntil: 'load' });
  const { text, title } = await page.evaluate(() => ({ text: document.body?.innerText ?? '', title: document.title }));
  const id = await tabId(own, url);
  let skipped = null;
  const state = await until(async () => {
    const known = await engine.page(url);
    if (known.remembered) return known;
    ({ skipped } = await tell(own, { kind: 'tabState', tabId: id }));
    return skipped ? known : null;
  }, { what: `${url} was neither remembered nor skipped` });
  if (skipped) {
    const shown = await page.evaluate(reasonsShown);
    if (!shown[skipped]) throw new Error(`${url} was skipped as "${skipped}", which it does not show`);
    return { url, text, title, skipped };
  }
  if (picture) {
    await until(() => engine.image(state.lastOrdinal, 'thumb'), { what: `${url} got no picture` });
  }
  return { url, text, title, skipped: null, ordinal: state.lastOrdinal };
}
