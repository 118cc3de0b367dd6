/** Taking a site off the exclusions: without the rule, or by an exception for this site alone. */
import { sendMessage } from '../../browser.js';
import { decide, parseRule } from '../../bridge/rules.js';
import type { Settings } from '../../bridge/messages.js';
import { readSettings } from '../../bridge/settings.js';

/** The host that an exception for the page at `url` names: this one with all below it, not what stands beside it. */
export function exceptionFor(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).hostname : '';
}

const remembers = (url: string, settings: Settings): boolean => decide(url, { ...settings, pausedUntil: null }, 0).remember;

function covers(line: string, url: string): boolean {
  const parsed = parseRule(line);
  return parsed.kind === 'rule' && !parsed.rule.isException && parsed.rule.matches(new URL(url));
}

/** Takes away the person's own rules that exclude `url`; where the built-in list excludes it as well, an exception for its host comes. */
export async function include(url: string): Promise<void> {
  const { exclusions } = await readSettings();
  for (const rule of exclusions.filter((line) => covers(line, url))) await sendMessage({ kind: 'exclude', rule, on: false });
  if (!remembers(url, await readSettings())) await except(url);
}

/** Has the host of `url` remembered, in spite of whichever rule. */
export const except = (url: string): Promise<unknown> => sendMessage({ kind: 'exclude', rule: `!${exceptionFor(url)}`, on: true });

/** Takes an exception back. */
export const unexcept = (line: string): Promise<unknown> => sendMessage({ kind: 'exclude', rule: line, on: false });
