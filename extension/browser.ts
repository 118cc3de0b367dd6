/**
 * The only file that says chrome.* or browser.*: thin typed doors to the browser's own API.
 * Every namespace is reached when it is called, never when this file loads: an offscreen document has only
 * `runtime`, a content script a little more.
 */

type Tab = chrome.tabs.Tab;
export type { Tab };
export type Sender = chrome.runtime.MessageSender;

/** What Firefox has and Chrome's types do not know. */
interface FirefoxOnly {
  pageAction?: {
    show(tabId: number): Promise<void>;
    hide(tabId: number): void;
    setIcon(details: { tabId: number; path: Record<string, string> }): Promise<void>;
    setTitle(details: { tabId: number; title: string }): void;
    onClicked: chrome.events.Event<(tab: Tab) => void>;
  };
  sidebarAction?: { open(): Promise<void> };
  tabs: typeof chrome.tabs & { captureTab?(tabId: number, options: { format: 'jpeg'; quality: number }): Promise<string> };
}
type Api = Omit<typeof chrome, keyof FirefoxOnly> & FirefoxOnly;

const scope = globalThis as typeof globalThis & { browser?: Api };
const api = (scope.browser?.runtime ? scope.browser : chrome) as unknown as Api;

/** Whether this is Firefox; told by the extension's own scheme, which every context knows. */
export const isFirefox = (): boolean => api.runtime.getURL('').startsWith('moz-extension:');

// ---- words -------------------------------------------------------------------------------------------------

const sentences = new Map<string, string>();
/**
 * A sentence of the catalogue with its places filled; the key itself when the catalogue lacks it. One without places is asked of the browser once: that takes it
 * longer than all else that a tile of the grid is filled with.
 */
export const message = (key: string, ...places: (string | number)[]): string => {
  const held = places.length === 0 ? sentences.get(key) : undefined;
  if (held !== undefined) return held;
  const sentence = api.i18n.getMessage(key, places.map(String)) || key;
  if (places.length === 0) sentences.set(key, sentence);
  return sentence;
};

/** The language of the browser's own interface, as BCP 47. */
export const uiLanguage = (): string => api.i18n.getUILanguage();

// ---- runtime -----------------------------------------------------------------------------------------------

/** The address of a file of the extension. */
export const runtimeUrl = (path: string): string => api.runtime.getURL(path);
export const extensionVersion = (): string => api.runtime.getManifest().version;

/** Sends to the background (or, from it, to every view). Rejects when nobody listens. */
export const sendMessage = <Answer>(body: unknown): Promise<Answer> => api.runtime.sendMessage(body) as Promise<Answer>;

/**
 * Listens for messages. The listener returns a promise of the answer, or undefined when the message is not its own
 * (then another listener may answer). A rejected promise leaves the sender without an answer.
 */
export function onMessage(listener: (body: unknown, sender: Sender) => Promise<unknown> | undefined): void {
  api.runtime.onMessage.addListener((body: unknown, sender: Sender, answer: (value: unknown) => void) => {
    if (sender.id !== api.runtime.id) return false;
    const reply = listener(body, sender);
    if (!reply) return false;
    reply.then(answer, () => answer(undefined));
    return true;
  });
}

/** Whether this context still belongs to a living extension: false in pages left over from before an update. */
export const stillInstalled = (): boolean => {
  try { return Boolean(api.runtime?.id); } catch { return false; }
};

export const onInstalled = (listener: (reason: 'install' | 'update' | 'other') => void): void =>
  api.runtime.onInstalled.addListener(({ reason }) =>
    listener(reason === 'install' || reason === 'update' ? reason : 'other'));

/**
 * A new version is there and waits until the extension is idle. Chromium alone: Firefox, asked by nobody, does not wait.
 */
export function onUpdateWaiting(listener: () => void): void {
  if (!isFirefox()) api.runtime.onUpdateAvailable.addListener(listener);
}
/** Ends all of the extension and starts it again, as its next version where one waits. */
export const restart = (): void => api.runtime.reload();

export const onStartup = (listener: () => void): void => api.runtime.onStartup.addListener(listener);

/** Any call of the extension API counts as activity: Firefox suspends an event page without it. */
export const stayAwake = (): void => void api.runtime.getPlatformInfo();

/** Resolves when the browser has come to what it was told before: Firefox's listeners are there some time after they are added. */
export const settled = async (): Promise<void> => { await api.runtime.getPlatformInfo(); };

// ---- storage -----------------------------------------------------------------------------------------------

type Area = 'local' | 'session';

export const stored = (area: Area, keys: string[] | null): Promise<Record<string, unknown>> =>
  api.storage[area].get(keys) as Promise<Record<string, unknown>>;
export const store = (area: Area, values: Record<string, unknown>): Promise<void> => api.storage[area].set(values);
export const unstore = (area: Area, keys: string[]): Promise<void> => api.storage[area].remove(keys);

/** Tells the keys of `area` that were written; returns how to stop. */
export function onStored(area: Area, listener: (changes: Record<string, { newValue?: unknown }>) => void): () => void {
  const heard = (changes: Record<string, chrome.storage.StorageChange>, where: string): void => {
    if (where === area) listener(changes);
  };
  api.storage.onChanged.addListener(heard);
  return () => api.storage.onChanged.removeListener(heard);
}

// ---- permissions -------------------------------------------------------------------------------------------

const everySite = { origins: ['<all_urls>'] };

export const hasHostAccess = (): Promise<boolean> => api.permissions.contains(everySite);
/**
 * Whether pages of this address may be read: in Firefox a person takes the permission away at any time, or allows single
 * sites only. In Chromium only its own settings do that, and nothing is asked.
 */
export async function mayRead(url: string): Promise<boolean> {
  if (!isFirefox()) return true;
  const { protocol, hostname } = new URL(url);
  // Not every host can stand in a pattern.
  return api.permissions.contains({ origins: [`${protocol}//${hostname}/*`] }).catch(hasHostAccess);
}
export const hasPermission = (name: chrome.runtime.ManifestPermission): Promise<boolean> => api.permissions.contains({ permissions: [name] });
/** Asks the person; must be called from a click. */
export const askHostAccess = (): Promise<boolean> => api.permissions.request(everySite);
export function onPermissions(listener: () => void): void {
  api.permissions.onAdded.addListener(listener);
  api.permissions.onRemoved.addListener(listener);
}

/** What is asked for when it is needed, to be taken in. */
type Optional = 'history' | 'bookmarks';
/** Asks for the browser's own history or bookmarks; must be called from a click. */
export const askPermission = (name: Optional): Promise<boolean> => api.permissions.request({ permissions: [name] });

/** Firefox asks the person whether data of these kinds may leave the browser; must be called from a click. Chrome has no such question. */
export const askDataCollection = async (kinds: readonly string[]): Promise<boolean> => !isFirefox() || api.permissions.request(dataCollection(kinds));
export const hasDataCollection = async (kinds: readonly string[]): Promise<boolean> => !isFirefox() || api.permissions.contains(dataCollection(kinds));
const dataCollection = (kinds: readonly string[]): chrome.permissions.Permissions => ({ data_collection: kinds }) as chrome.permissions.Permissions;

// ---- the past ----------------------------------------------------------------------------------------------

/** Addresses that were visited from `startTime` on, before `endTime`. */
export const historyItems = (startTime: number, endTime: number, maxResults: number): Promise<chrome.history.HistoryItem[]> =>
  api.history.search({ text: '', startTime, endTime, maxResults });
export const historyVisits = (url: string): Promise<chrome.history.VisitItem[]> => api.history.getVisits({ url });
export const bookmarkTree = (): Promise<chrome.bookmarks.BookmarkTreeNode[]> => api.bookmarks.getTree();

// ---- tabs and windows --------------------------------------------------------------------------------------

/** The tab, or null when it is gone. */
export const tab = (tabId: number): Promise<Tab | null> => api.tabs.get(tabId).catch(() => null);
export const tabs = (query: chrome.tabs.QueryInfo): Promise<Tab[]> => api.tabs.query(query);
export const frontTab = async (): Promise<Tab | null> =>
  (await api.tabs.query({ active: true, lastFocusedWindow: true }))[0] ?? null;
/** The tab in front of one window. */
export const activeTab = async (windowId: number): Promise<Tab | null> => (await api.tabs.query({ active: true, windowId }))[0] ?? null;
/** The tab that this view is; null where it stands beside a page. */
export const ownTab = async (): Promise<Tab | null> => (await api.tabs.getCurrent()) ?? null;
/** The window that this view is in, also where it stands beside a page. */
export const ownWindow = async (): Promise<{ id: number; isPrivate: boolean }> => {
  const { id, incognito } = await api.windows.getCurrent();
  return { id: id ?? -1, isPrivate: incognito };
};
/** Opens a tab; `beside`: next to that one, to which the browser goes back when it is closed. */
export const openTab = (url: string, active = true, beside?: Tab): Promise<Tab> =>
  api.tabs.create({ url, active, ...(beside?.id !== undefined && { openerTabId: beside.id, windowId: beside.windowId, index: beside.index + 1 }) });
export const goTo = (tabId: number, url: string): Promise<Tab | undefined> => api.tabs.update(tabId, { url });
/** Brings an open tab and its window to the front. */
export async function showTab({ id, windowId }: Tab): Promise<void> {
  if (id !== undefined) await api.tabs.update(id, { active: true });
  await api.windows.update(windowId, { focused: true });
}
/** Whether anything of the window can be seen. */
export const windowIsShown = (windowId: number): Promise<boolean> =>
  api.windows.get(windowId).then(({ state }) => state !== 'minimized', () => false);
/** Speaks to the top frame of a tab; null when no content script of ours listens there. */
export const tellTab = <Answer>(tabId: number, body: unknown): Promise<Answer | null> =>
  (api.tabs.sendMessage(tabId, body, { frameId: 0 }) as Promise<Answer>).catch(() => null);
/** Runs one of our scripts in the top frame of a tab that was open before us; false where that is not allowed. */
export const injectScript = (tabId: number, file: string): Promise<boolean> =>
  api.scripting.executeScript({ target: { tabId }, files: [file], injectImmediately: true }).then(() => true, () => false);

/** Runs one of our scripts in all frames of a tab; gives what each of them answers. Frames where it may not run are left out. */
export const runInFrames = (tabId: number, file: string): Promise<unknown[]> =>
  api.scripting.executeScript({ target: { tabId, allFrames: true }, files: [file], injectImmediately: true })
    .then((answers) => answers.map(({ result }) => result as unknown), () => []);

/** The type of the document in the top frame of a tab, or what the browser says where no script of ours may look. */
export const documentType = (tabId: number): Promise<{ type: string } | { refused: string }> =>
  api.scripting.executeScript({ target: { tabId }, func: () => document.contentType })
    .then(([found]) => (typeof found?.result === 'string' ? { type: found.result } : { refused: '' }), (thrown: Error) => ({ refused: thrown.message }));

export const onTabActivated = (listener: (tabId: number, windowId: number) => void): void =>
  api.tabs.onActivated.addListener(({ tabId, windowId }) => listener(tabId, windowId));
type TabChange = 'url' | 'status' | 'title';
/**
 * Hears of other addresses and states of tabs, and of what else is asked for. Firefox tells nothing besides: a page may change its title a
 * thousand times a second, and to tell every listener each time keeps the whole browser busy. Chrome knows no such filter.
 */
export const onTabUpdated =
  (listener: (tabId: number, change: { [change in TabChange]?: string }, tab: Tab) => void, besides: TabChange[] = []): void => {
    const updated = api.tabs.onUpdated as unknown as { addListener(heard: typeof listener, filter?: { properties: TabChange[] }): void };
    if (isFirefox()) updated.addListener(listener, { properties: ['url', 'status', ...besides] });
    else updated.addListener(listener);
  };
export const onTabRemoved = (listener: (tabId: number) => void): void =>
  api.tabs.onRemoved.addListener((tabId) => listener(tabId));

/**
 * The visible part of a tab as a JPEG data: URL. Firefox takes the tab that is named; Chrome takes whatever tab is
 * in front in that window, so the caller has to check before and after.
 */
export const captureJpeg = ({ id, windowId }: { id: number; windowId: number }, quality: number): Promise<string> =>
  api.tabs.captureTab
    ? api.tabs.captureTab(id, { format: 'jpeg', quality })
    : api.tabs.captureVisibleTab(windowId, { format: 'jpeg', quality });

// ---- answers of servers -----------------------------------------------------------------------------------

/** What becomes of a request for the document of a tab. One that is led on, or that the browser makes of http to https itself, keeps its id. */
export type MainFrame = { id: string; tabId: number; url: string } & (
  | { what: 'asks' } | { what: 'answers'; status: number } | { what: 'fails'; /** As the browser calls it. */ error: string });

/** Tells of the requests for documents of tabs, whose pages may be read; none is held up or changed. Returns how to stop. */
export function onMainFrames(listener: (event: MainFrame) => void): () => void {
  const filter = { urls: ['http://*/*', 'https://*/*'], types: ['main_frame' as chrome.webRequest.ResourceType] };
  const { onBeforeRequest, onResponseStarted, onErrorOccurred } = api.webRequest;
  const asks = ({ requestId: id, tabId, url }: chrome.webRequest.OnBeforeRequestDetails): undefined => listener({ what: 'asks', id, tabId, url }) as undefined;
  const answers = ({ requestId: id, tabId, url, statusCode: status }: chrome.webRequest.OnResponseStartedDetails): void => listener({ what: 'answers', id, tabId, url, status });
  const fails = ({ requestId: id, tabId, url, error }: chrome.webRequest.OnErrorOccurredDetails): void => listener({ what: 'fails', id, tabId, url, error });
  onBeforeRequest.addListener(asks, filter);
  onResponseStarted.addListener(answers, filter);
  onErrorOccurred.addListener(fails, filter);
  return () => {
    onBeforeRequest.removeListener(asks);
    onResponseStarted.removeListener(answers);
    onErrorOccurred.removeListener(fails);
  };
}

// ---- toolbar, address bar, menus, keys ---------------------------------------------------------------------

/** An icon as paths by pixel size. */
export type IconPaths = Record<string, string>;

/** Icon and tooltip of a tab's toolbar button (of every tab, without `tabId`). A tab that is gone is no error. */
export async function setAction(icon: IconPaths, title: string, tabId?: number): Promise<void> {
  const where = tabId === undefined ? {} : { tabId };
  await Promise.all([api.action.setIcon({ path: icon, ...where }), api.action.setTitle({ title, ...where })])
    .catch(() => undefined);
}

/** A sign on the toolbar button of every tab; '' takes it away. */
export const setBadge = (sign: string): Promise<void> => api.action.setBadgeText({ text: sign }).catch(() => undefined);

/** The star in Firefox's address bar; elsewhere nothing. `icon` null hides it. */
export async function setPageAction(tabId: number, icon: IconPaths | null, title: string): Promise<void> {
  const bar = api.pageAction;
  if (!bar) return;
  if (!icon) { bar.hide(tabId); return; }
  await bar.setIcon({ tabId, path: icon }).then(() => bar.show(tabId)).catch(() => undefined);
  bar.setTitle({ tabId, title });
}
export const onPageAction = (listener: (tab: Tab) => void): void => api.pageAction?.onClicked.addListener(listener);

export interface MenuItem { id: string; title: string; contexts: ('page' | 'action')[]; hidden?: boolean }
/** Replaces the whole context menu. */
export async function setMenu(items: MenuItem[]): Promise<void> {
  await api.contextMenus.removeAll();
  for (const { id, title, contexts, hidden = false } of items) {
    api.contextMenus.create({ id, title, visible: !hidden, contexts: contexts as ['page'], documentUrlPatterns: ['http://*/*', 'https://*/*'] });
  }
}
/** Shows an item of the context menu, or hides it. One that is not there is no error. */
export async function showMenuItem(id: string, visible: boolean): Promise<void> {
  await Promise.resolve(api.contextMenus.update(id, { visible })).catch(() => undefined);
}
/** Opens our popup, where the browser allows it without a click on its button. */
export async function openPopup(): Promise<void> {
  await Promise.resolve().then(() => api.action.openPopup()).catch(() => undefined);
}
/** Whether the browser can show our panel beside a page. */
export const hasPanel = (): boolean => Boolean(isFirefox() ? api.sidebarAction : api.sidePanel);
/** Opens our panel beside the page; must be called first of all in answer to a click or a key. False where the browser does not let it. */
export async function openPanel(windowId: number): Promise<boolean> {
  try {
    await (isFirefox() ? api.sidebarAction?.open() : api.sidePanel.open({ windowId }));
    return true;
  } catch {
    return false;
  }
}
export const onMenu = (listener: (id: string, tab: Tab) => void): void =>
  api.contextMenus.onClicked.addListener((info, where) => { if (where) listener(String(info.menuItemId), where); });

export const onCommand = (listener: (name: string, tab: Tab | null) => void): void =>
  api.commands.onCommand.addListener((name, where) => listener(name, where ?? null));
export const commands = (): Promise<chrome.commands.Command[]> => api.commands.getAll();

export interface Suggestion { content: string; description: { text: string; lit: boolean }[] }
/** Descriptions are plain text with words that are lit; Chrome reads them as XML, so they are escaped on their way, and lights them; Firefox does not. */
export function onOmnibox(
  suggest: (text: string) => Promise<Suggestion[]>, entered: (text: string, how: string) => void, idle: string,
): void {
  const plain = isFirefox();
  const escaped = (text: string): string =>
    plain ? text : text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const shown = ({ text: words, lit }: { text: string; lit: boolean }): string => (lit && !plain ? `<match>${escaped(words)}</match>` : escaped(words));
  api.omnibox.setDefaultSuggestion({ description: escaped(idle) });
  api.omnibox.onInputChanged.addListener((text, show) => {
    void suggest(text).then((list) =>
      show(list.map(({ content, description }) => ({ content, description: description.map(shown).join('') }))));
  });
  api.omnibox.onInputEntered.addListener(entered);
}

// ---- time and hosts ----------------------------------------------------------------------------------------

export async function setAlarm(name: string, when: chrome.alarms.AlarmCreateInfo): Promise<void> {
  await api.alarms.create(name, when);
}
export const hasAlarm = async (name: string): Promise<boolean> => (await api.alarms.get(name)) !== undefined;
export const clearAlarm = (name: string): Promise<boolean> => api.alarms.clear(name);
export const onAlarm = (listener: (name: string) => void): void =>
  api.alarms.onAlarm.addListener(({ name }) => listener(name));

/** How many of these contexts of ours there are in Chrome. */
const countOpen = async (...types: `${chrome.runtime.ContextType}`[]): Promise<number> =>
  (await api.runtime.getContexts({ contextTypes: types as chrome.runtime.ContextType[] })).length;

/** Chrome's place for workers: opens the one offscreen document; a second call finds it open. */
export async function openOffscreen(path: string, why: string): Promise<void> {
  if (await countOpen('OFFSCREEN_DOCUMENT') > 0) return;
  await api.offscreen.createDocument({ url: path, reasons: ['WORKERS' as chrome.offscreen.Reason], justification: why });
}

/** Whether a page or the popup of ours is open in Chrome. The panel is asked by itself: it may stand there for weeks. */
export const hasOpenViews = async (): Promise<boolean> => await countOpen('TAB', 'POPUP') > 0;
export const hasOpenPanel = async (): Promise<boolean> => await countOpen('SIDE_PANEL') > 0;

/** Chrome's own favicon of a page as an address inside the extension; needs no network. */
export const faviconUrl = (pageUrl: string, size: number): string =>
  api.runtime.getURL(`_favicon/?pageUrl=${encodeURIComponent(pageUrl)}&size=${size}`);
