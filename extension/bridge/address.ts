/** What counts as one page: the address without its fragment. Pure. */

/** The longest address that is kept; longer ones are data in disguise. */
const LONGEST = 8192;

/**
 * The address of the page at `url`, or null when it is no web page. A fragment is a place in a page and is dropped;
 * `#/` and `#!` are routes of a page that lives in one document, and stay.
 */
export function pageAddress(url: string | undefined): string | null {
  if (!url || url.length > LONGEST) return null;
  let parsed: URL;
  try { parsed = new URL(url); } catch { return null; }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return null;
  if (!/^#[/!]/.test(parsed.hash)) parsed.hash = '';
  // A name and password in an address are a secret, not a page.
  parsed.username = '';
  parsed.password = '';
  return parsed.href.replace(/#$/, '');
}

/** The host without `www.`, as a person would name the site; '' when there is none. */
export function siteOf(url: string): string {
  try { return new URL(url).hostname.replace(/^www\./, ''); } catch { return ''; }
}
