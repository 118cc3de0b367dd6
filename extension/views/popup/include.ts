/** Taking a site off the person's own exclusions. */
import { sendMessage } from '../../browser.js';
import { coveredBy, decide } from '../../bridge/rules.js';
import { readSettings } from '../../bridge/settings.js';

/**
 * Removes the person's own rules that exclude `url`. False when the page is still excluded afterwards: the built-in
 * list says so, and that is changed in the settings.
 */
export async function include(url: string): Promise<boolean> {
  const settings = await readSettings();
  const against = settings.exclusions.filter((rule) => coveredBy(url, [rule]) !== null);
  for (const rule of against) await sendMessage({ kind: 'exclude', rule, on: false });
  const exclusions = settings.exclusions.filter((rule) => !against.includes(rule));
  const now = Date.now();
  return decide(url, { ...settings, exclusions, pausedUntil: null }, now).remember;
}
