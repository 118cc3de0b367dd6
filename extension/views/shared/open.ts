/** Opens addresses: pages of ours, one tab each, and remembered ones, all in the same way. */
import { goTo, openTab, runtimeUrl, sendMessage, showTab, tabs } from '../../browser.js';
import type { Ordinal } from '../../bridge/engine.js';
import type { FromView, ViewAnswers } from '../../bridge/messages.js';
import { webLink } from './dom.js';

const bare = (url: string): string => url.replace(/[?#].*$/, '');

type How = Extract<FromView, { kind: 'open' }>['how'];

/** Opens a remembered page by the background, which shows what was kept of it should it be gone. `ordinal`: the frame that it is opened from. */
export async function openRemembered(address: string, ordinal: Ordinal | null, how: How = 'front', tabId?: number): Promise<void> {
  const url = webLink(address);
  if (url === null) return;
  const done = await sendMessage<ViewAnswers['open'] | undefined>({ kind: 'open', url, ordinal, how, ...(tabId !== undefined && { tabId }) }).catch(() => undefined);
  if (done) return;
  if (how === 'here' && tabId !== undefined) await goTo(tabId, url);
  else await openTab(url, how !== 'behind');
}

/** A click on a link to a remembered page, also with Ctrl or the middle button; what else browsers do with links they do themselves. `how`: that of a plain click. */
export function followRemembered(event: MouseEvent, ordinal: Ordinal, how: How = 'front', link: EventTarget | null = event.currentTarget): void {
  if (!(link instanceof HTMLAnchorElement) || event.button > 1 || event.shiftKey || event.altKey || webLink(link.href) === null) return;
  event.preventDefault();
  void openRemembered(link.href, ordinal, event.button === 1 || event.ctrlKey || event.metaKey ? 'behind' : how);
}

/** A page of ours that is open already is shown instead of a second one. */
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
