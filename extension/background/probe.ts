/** What stands in a tab at an address of the web: a page that can be read, another document, an error of the browser, or what is closed to us. */
import { documentType, isFirefox, mayRead, type Tab } from '../browser.js';
import { inTime } from '../bridge/in-time.js';
import type { SkipReason } from '../bridge/messages.js';

/** Documents that the content script reads (content/main.ts). */
const READABLE = /^(?:text\/html|application\/xhtml\+xml|text\/plain)$/;
/** A page that does not answer in so long (ms) is busy: nothing is said against it. */
const PATIENCE = 1_500;

/** Sites that the browsers close to extensions; Firefox's are those of its preference `extensions.webextensions.restrictedDomains`. */
const CLOSED_CHROMIUM = /^https:\/\/(?:chromewebstore\.google\.com|chrome\.google\.com\/webstore|microsoftedge\.microsoft\.com\/addons)(?:[/?#]|$)/;
const CLOSED_FIREFOX = /^https?:\/\/(?:accounts-static\.cdn|accounts\.firefox|addons\.cdn|addons|api\.accounts\.firefox|content\.cdn|discovery\.addons|oauth\.accounts\.firefox|profile\.accounts\.firefox|support|sync\.services)\.(?:mozilla\.(?:org|net|com)|firefox\.com)(?:[:/?#]|$)/;

const isClosed = (url: string): boolean => (isFirefox() ? CLOSED_FIREFOX : CLOSED_CHROMIUM).test(url);

/** Firefox names its error pages and its PDF reader by their icons alone. */
const PDF_ICON = 'chrome://global/skin/icons/pdf.svg';

/** Why what has loaded in the tab at `url` cannot be remembered; null when it can. */
export async function obstacle({ id, favIconUrl }: Tab, url: string): Promise<SkipReason | null> {
  if (id === undefined || isClosed(url) || !await mayRead(url)) return 'noPermission';
  const found = await inTime(documentType(id), PATIENCE, null);
  if (found === null) return null;
  if ('type' in found) return READABLE.test(found.type) ? null : 'document';
  if (isFirefox()) return favIconUrl === PDF_ICON ? 'document' : 'failed';
  return found.refused.includes('error page') ? 'failed' : 'noPermission';
}
