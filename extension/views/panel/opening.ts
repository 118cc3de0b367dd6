/** Where a press on a link leads: a page of the web into the tab in front, or into a new one; a page of ours to where it is open. */
import { openTab } from '../../browser.js';
import type { Ordinal } from '../../bridge/engine.js';
import { webLink } from '../shared/dom.js';
import type { Go } from '../shared/hit.js';
import { openAddress, openRemembered } from '../shared/open.js';

/** `tabId`: the tab in front; the panel stays. */
export function opening(tabId: () => number, wrong: (thrown: unknown) => void): Go {
  return (url, event, ordinal) => {
    // The right button opens the browser's menu; with Shift the browser opens a window by itself.
    if (event && (event.button === 2 || event.shiftKey)) return;
    event?.preventDefault();
    void open(url, isBeside(event), tabId(), ordinal).catch(wrong);
  };
}

const isBeside = (event?: MouseEvent): boolean => event !== undefined && (event.button === 1 || event.ctrlKey || event.metaKey);

async function open(url: string, beside: boolean, tabId: number, ordinal?: Ordinal): Promise<void> {
  const isRemembered = ordinal !== undefined && webLink(url) !== null;
  if (isRemembered && (beside || tabId >= 0)) await openRemembered(url, ordinal, beside ? 'behind' : 'here', beside ? undefined : tabId);
  else if (beside) await openTab(url, false);
  else await openAddress(url);
}
