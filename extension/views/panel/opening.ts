/** Where a press on a link leads: a page of the web into the tab in front, or into a new one; a page of ours to where it is open. */
import { goTo, openTab } from '../../browser.js';
import { webLink } from '../shared/dom.js';
import type { Go } from '../shared/hit.js';
import { openAddress } from '../shared/open.js';

/** `tabId`: the tab in front; the panel stays. */
export function opening(tabId: () => number, wrong: (thrown: unknown) => void): Go {
  return (url, event) => {
    // The right button opens the browser's menu; with Shift the browser opens a window by itself.
    if (event && (event.button === 2 || event.shiftKey)) return;
    event?.preventDefault();
    void open(url, isBeside(event), tabId()).catch(wrong);
  };
}

const isBeside = (event?: MouseEvent): boolean => event !== undefined && (event.button === 1 || event.ctrlKey || event.metaKey);

async function open(url: string, beside: boolean, tabId: number): Promise<void> {
  if (beside) await openTab(url, false);
  else if (webLink(url) !== null && tabId >= 0) await goTo(tabId, url);
  else await openAddress(url);
}
