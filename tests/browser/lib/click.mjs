/** Clicks as a person does: when the thing is there and can be seen. */
import { until } from './until.mjs';

export const click = (page, selector) => page.locator(selector).setWaitForStableBoundingBox(false).click();

/** The button of these very words, also one that is scrolled away. */
export const clickWords = (page, words, within = 'body') => until(() => page.evaluate((label, where) => {
  const button = [...document.querySelectorAll(`${where} button`)].find((one) => one.textContent === label);
  button?.click();
  return button !== undefined;
}, words, within), { every: 30, what: `no button says "${words}"` });

/** The same with the mouse itself: what a browser grants a person's click alone is granted. */
export async function pressWords(page, words, within = 'body') {
  await page.bringToFront();
  const button = await until(() => page.evaluateHandle((label, where) => [...document.querySelectorAll(`${where} button`)].find((one) => one.textContent === label) ?? null, words, within)
    .then((handle) => handle.asElement()), { every: 30, what: `no button says "${words}"` });
  await button.click();
}
