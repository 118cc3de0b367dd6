/** Chooses an entry of our context menu in a tab, as the browser tells of it: no driver can open the menu itself. */
import { readManifest } from '../../../tools/lib/manifest.mjs';
import { inside } from './firefox-inside.mjs';

async function chooseInChrome({ browser, extension }, entry, id) {
  const target = await browser.waitForTarget((one) => one.type() === 'service_worker' && one.url().startsWith(extension));
  await (await target.worker()).evaluate(async (menuItemId, tabId) => {
    chrome.contextMenus.onClicked.dispatch({ menuItemId, editable: false }, await chrome.tabs.get(tabId));
  }, entry, id);
}

const chooseInFirefox = (driven, entry, id) => inside(driven, async (addon, menuItemId, tabId) => {
  const { extension } = WebExtensionPolicy.getByID(addon);
  const { tabManager } = extension;
  extension.emit('webext-menu-menuitem-click', { menuItemId, editable: false, modifiers: [] }, tabManager.get(tabId).nativeTab);
}, readManifest().browser_specific_settings.gecko.id, entry, id);

/** `entry`: its id; `id`: the tab's. */
export const chooseInMenu = (driven, entry, id) => (driven.name === 'chrome' ? chooseInChrome : chooseInFirefox)(driven, entry, id);
