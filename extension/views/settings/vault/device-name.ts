/** A first name for this device, from what the browser says of itself. */

const BROWSERS: [RegExp, string][] = [[/Firefox\//, 'Firefox'], [/Edg\//, 'Edge'], [/OPR\//, 'Opera'], [/Chrom(?:e|ium)\//, 'Chromium']];
const SYSTEMS: [RegExp, string][] = [[/Android/, 'Android'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/CrOS/, 'ChromeOS'], [/Linux/, 'Linux']];

/** "Firefox, Linux". */
export function deviceName(userAgent: string): string {
  const named = (list: [RegExp, string][]): string | undefined => list.find(([sign]) => sign.test(userAgent))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(', ') || 'WebMynd';
}
