// What every test of popup, settings and welcome asks of a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const text = (tab, selector) => tab.$eval(selector, (node) => node.textContent);
export const until = (tab, check, ...args) => tab.waitForFunction(check, { timeout: 60_000, polling: 50 }, ...args);
export const says = (tab, selector, words) => until(tab, (at, part) => document.querySelector(at)?.textContent.includes(part), selector, words);
export const focused = (tab) => tab.evaluate(() => document.activeElement?.id || document.activeElement?.className || document.activeElement?.tagName);
export const world = (tab, pick) => tab.evaluate(pick);

/** Nothing was refused by the CSP, nothing was thrown, and axe finds nothing. */
export async function clean(tab, name) {
  assert.deepEqual(await tab.evaluate(() => globalThis.refused), [], `${name}: refused by the CSP, or thrown`);
  await tab.evaluate(`${axeSource}; undefined`);
  const found = await tab.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 120)} (${failureSummary.slice(0, 200)})`).join(' | ')}`);
  });
  assert.deepEqual(found, [], `${name}: axe`);
  const sideways = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(sideways <= 0, `${name}: ${sideways} px wider than the window`);
}
