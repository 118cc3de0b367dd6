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
  // `example.org.` is `example.org`.
  if (/[^.]\.+$/.test(parsed.hostname)) parsed.hostname = parsed.hostname.replace(/\.+$/, '');
  return parsed.href.replace(/#$/, '');
}

/** The host without `www.`, as a person would name the site; '' when there is none. */
export function siteOf(url: string): string {
  try { return new URL(url).hostname.replace(/^www\./, ''); } catch { return ''; }
}

/** What a document without a title is called: its file's name, or its host. */
export function fileNameIn(url: string): string {
  const { pathname, hostname } = new URL(url);
  const name = pathname.split('/').filter(Boolean).at(-1) ?? hostname;
  try { return decodeURIComponent(name); } catch { return name; }
}
