/** The browser's own panel beside a page, opened from the popup as a person does, and what stands in it. */
import { readManifest } from '../../../tools/lib/manifest.mjs';
import { click } from './click.mjs';
import { inside } from './firefox-inside.mjs';
import { until } from './until.mjs';

const PANEL = 'views/panel/panel.html';

/** Opens it over the tab of this id; gives what runs a function in it. */
export async function openPanel(driven, id) {
  const popup = await driven.own(`views/popup/popup.html?tab=${id}`);
  await click(popup, '#to-panel');
  const evaluate = driven.name === 'chrome' ? await inChrome(driven) : inFirefox(driven);
  await until(() => evaluate(() => document.body?.dataset.settled === 'true').catch(() => false), { what: 'the panel did not come' });
  return { evaluate };
}

async function inChrome({ browser, extension }) {
  const target = await browser.waitForTarget((one) => one.url() === `${extension}/${PANEL}`);
  const page = await target.asPage();
  return (task, ...args) => page.evaluate(task, ...args);
}

/** A driver is told of Firefox's tabs alone: what runs in its sidebar goes there through the browser's own window. */
const inFirefox = (driven) => async (task, ...args) => {
  const said = await inside(driven, (source) => {
    const window = Services.wm.getMostRecentWindow('navigator:browser');
    const { messageManager } = window.document.getElementById('sidebar').contentDocument.getElementById('webext-panels-browser');
    const name = `panel-${Math.random()}`;
    const script = `(async () => {
      let data;
      try { data = { ok: await Cu.evalInSandbox(${JSON.stringify(source)}, Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false })) }; }
      catch (error) { data = { wrong: String(error) }; }
      sendAsyncMessage(${JSON.stringify(name)}, data);
    })();`;
    return new Promise((resolve) => {
      messageManager.addMessageListener(name, function heard({ data }) {
        messageManager.removeMessageListener(name, heard);
        resolve(data);
      });
      messageManager.loadFrameScript(`data:,${encodeURIComponent(script)}`, false);
    });
  }, `(async () => JSON.stringify(await (${task})(...${JSON.stringify(args)}) ?? null))()`);
  if (said.wrong) throw new Error(`in the panel: ${said.wrong}`);
  return JSON.parse(said.ok);
};

/** Whether Firefox shows our sidebar. */
export const panelIsOpen = (driven) => inside(driven, async () => Services.wm.getMostRecentWindow('navigator:browser').SidebarController.currentID.endsWith('-sidebar-action'));

/** Has Firefox's background end, and then presses a key of ours in the browser's own window. */
export const pressPanelKey = (driven, letter) => inside(driven, async (addon, wanted) => {
  await WebExtensionPolicy.getByID(addon).extension.terminateBackground();
  const window = Services.wm.getMostRecentWindow('navigator:browser');
  const key = [...window.document.querySelectorAll('keyset[id^="ext-keyset"] key')].find((one) => one.getAttribute('key') === wanted);
  const byHand = window.windowUtils.setHandlingUserInput(true);
  try { key.doCommand(); } finally { byHand.destruct(); }
}, readManifest().browser_specific_settings.gecko.id, letter);
