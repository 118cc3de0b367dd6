/**
 * What a screen reader is told of a page, as the browser computes it: a line for each role and name, further in for what is within. Held against a text of that
 * browser that lies beside the tests; WEBMYND_TREES=write writes it anew, to be read before it is committed.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../../../tools/lib/paths.mjs';
import { inside } from '../../browser/lib/firefox-inside.mjs';
import { until } from '../../browser/lib/until.mjs';
import { BROWSER } from './stage.mjs';

/** A role, and what is said beside it; silent when it says nothing by itself. `within`: the same. */
function linesOf({ silent, words, within }, depth = 0) {
  const inner = within.flatMap((one) => linesOf(one, depth + (silent ? 0 : 1)));
  return silent ? inner : [`${'  '.repeat(depth)}${words.filter(Boolean).join(' ')}`, ...inner];
}

const quoted = (text, before = '') => (text ? `${before}${JSON.stringify(text)}` : '');

const SILENT_IN_CHROMIUM = new Set(['none', 'generic', 'StaticText', 'InlineTextBox', 'LineBreak', 'RootWebArea', 'MenuListPopup']);
const PROPERTIES = ['pressed', 'selected', 'expanded', 'checked', 'disabled', 'level', 'valuetext', 'roledescription', 'hasPopup', 'modal', 'current'];

async function treeOfChromium(page) {
  const client = await page.createCDPSession();
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const told = ({ role, name, value, ignored, properties = [], childIds = [] }) => ({
    silent: ignored || SILENT_IN_CHROMIUM.has(role.value),
    words: [role.value, quoted(name?.value), quoted(value?.value, 'value='),
      ...properties.filter((one) => PROPERTIES.includes(one.name) && one.value.value !== false && one.value.value !== 'false' && one.value.value !== '').map((one) => `${one.name}=${one.value.value}`)],
    within: childIds.filter((id) => byId.has(id)).map((id) => told(byId.get(id))),
  });
  return told(nodes[0]);
}

const SILENT_IN_FIREFOX = new Set(['internal frame', 'document', 'text leaf', 'text container', 'section', 'whitespace', 'statictext', 'graphic', 'list item marker']);
const STATES = ['pressed', 'selected', 'expanded', 'collapsed', 'checked', 'unavailable', 'haspopup', 'modal'];

/** Runs inside Firefox: the tree of the tab that shows `url`, as its accessibility service has it. */
async function ofTab(url) {
  // Kept, or it would end with the first collection of garbage.
  globalThis.accessibility ??= Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
  const service = globalThis.accessibility;
  const windows = [...Services.wm.getEnumerator('navigator:browser')];
  const tab = windows.flatMap(({ gBrowser }) => gBrowser.tabs).find(({ linkedBrowser }) => linkedBrowser.currentURI.spec === url);
  const told = (one) => {
    const [state, extra] = [{}, {}];
    one.getState(state, extra);
    const states = service.getStringStates(state.value, extra.value);
    return {
      role: service.getStringRole(one.role), name: one.name, value: one.value, states: Array.from({ length: states.length }, (_, at) => states.item(at)),
      within: Array.from({ length: one.childCount }, (_, at) => told(one.getChildAt(at))),
    };
  };
  const outer = tab && service.getAccessibleFor(tab.linkedBrowser);
  return outer ? told(outer) : null;
}

async function treeOfFirefox(page) {
  // It comes from the page's process, piece by piece, and is all there when nothing more comes.
  let before;
  const tree = await until(async () => {
    const now = await inside({ browser: page.browser() }, ofTab, page.url());
    const [last, all] = [before, JSON.stringify(now)];
    before = all;
    return now?.within.length > 0 && all === last && now;
  }, { every: 400, what: 'its accessibility tree never came to rest' });
  const told = ({ role, name, value, states, within }) => ({
    silent: SILENT_IN_FIREFOX.has(role),
    // The value of a link is where it leads.
    words: [role, quoted(name), role === 'link' ? '' : quoted(value, 'value='), ...STATES.filter((state) => states.includes(state))],
    within: within.map(told),
  });
  return told(tree);
}

/** Throws where what is told is not what is written in trees/BROWSER/NAME.txt. */
export async function toldAs(page, name) {
  const told = `${linesOf(await (BROWSER === 'chrome' ? treeOfChromium : treeOfFirefox)(page)).join('\n')}\n`;
  const file = fromRoot('tests', 'views', 'trees', BROWSER, `${name}.txt`);
  if (process.env.WEBMYND_TREES === 'write') writeFileSync(file, told);
  assert.equal(told, existsSync(file) ? readFileSync(file, 'utf8') : '', `${name}: WEBMYND_TREES=write writes it anew`);
}
