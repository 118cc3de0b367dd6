/** Opens the playback page: the tab that shows it already, or a new one. */
import { goTo, openTab, runtimeUrl, showTab, tabs } from '../browser.js';

const PAGE = 'views/playback/playback.html';

export async function openPlayback(query = ''): Promise<void> {
  const base = runtimeUrl(PAGE);
  const url = query ? `${base}#/grid?${new URLSearchParams({ q: query })}` : base;
  const open = (await tabs({})).find((one) => one.url?.startsWith(base));
  if (open?.id === undefined) {
    await openTab(url);
    return;
  }
  if (query) await goTo(open.id, url);
  await showTab(open);
}
