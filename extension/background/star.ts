/** Stars and forgets the page of a tab; a page that is not remembered yet is captured first. */
import { injectScript, type Tab, tab, tellTab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { FromTab, ToTab, ViewAnswers } from '../bridge/messages.js';
import { engine, faultOf } from './engine.js';
import { paint } from './icon.js';

/** Has the page captured now; a tab that was open before us is given its script first. */
async function captureNow(tabId: number): Promise<FromTab> {
  const order: ToTab = { kind: 'captureNow' };
  const answer = await tellTab<FromTab>(tabId, order)
    ?? ((await injectScript(tabId, 'content.js')) ? await tellTab<FromTab>(tabId, order) : null);
  return answer ?? { kind: 'notCaptured', reason: 'notWeb' };
}

export async function starTab(tabId: number, on: boolean): Promise<ViewAnswers['star']> {
  const now = await tab(tabId);
  const page = now && !now.incognito ? pageAddress(now.url) : null;
  if (page === null) return { skipped: now?.incognito ? 'private' : 'notWeb' };
  try {
    if (!(await engine.page(page)).remembered) {
      if (!on) return { on: false };
      const became = await captureNow(tabId);
      if (became.kind === 'notCaptured') return { skipped: became.reason };
    }
    await engine.mutate({ page }, { kind: 'star', on });
    return { on };
  } catch (thrown) {
    return { fault: faultOf(thrown) };
  } finally {
    void paint(tabId);
  }
}

/** One click on the star: on becomes off, off becomes on. */
export async function toggleStar({ id, url, incognito }: Tab): Promise<void> {
  const page = incognito ? null : pageAddress(url);
  if (id === undefined || page === null) return;
  const starred = await engine.page(page).then((state) => state.star, () => false);
  await starTab(id, !starred);
}

/** Forgets the page of a tab; playback takes it back within the undo window. */
export async function forgetTab({ id, url, incognito }: Tab): Promise<void> {
  const page = incognito ? null : pageAddress(url);
  if (id === undefined || page === null) return;
  await engine.mutate({ page }, { kind: 'forget' }).catch(() => undefined);
  await paint(id);
}
