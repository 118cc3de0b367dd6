/** Opens an address: a page of ours that is open already is shown instead of a second one. */
import { goTo, openTab, runtimeUrl, showTab, tabs } from '../../browser.js';

const bare = (url: string): string => url.replace(/[?#].*$/, '');

export async function openAddress(url: string): Promise<void> {
  const page = bare(url);
  const open = url.startsWith(runtimeUrl('')) ? (await tabs({})).find((one) => one.url !== undefined && bare(one.url) === page) : undefined;
  if (open?.id === undefined) {
    await openTab(url);
    return;
  }
  // Without a place of its own the address leaves the page where it is.
  if (url !== page) await goTo(open.id, url);
  await showTab(open);
}
