/**
 * What a screen reader is told of a page, as Chromium computes it: a line for each role and name, further in for what is within. Held against a text that lies
 * beside the tests; WEBMYND_TREES=write writes it anew, to be read before it is committed.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../../../tools/lib/paths.mjs';

/** What says nothing by itself. */
const SILENT = new Set(['none', 'generic', 'StaticText', 'InlineTextBox', 'LineBreak', 'RootWebArea', 'MenuListPopup']);
const STATES = ['pressed', 'selected', 'expanded', 'checked', 'disabled', 'level', 'valuetext', 'roledescription', 'hasPopup', 'modal', 'current'];

function linesOf(node, nodes, depth = 0) {
  const { role, name, value, ignored, properties = [], childIds = [] } = node;
  const shown = !ignored && !SILENT.has(role.value);
  const states = properties.filter((one) => STATES.includes(one.name) && one.value.value !== false && one.value.value !== 'false' && one.value.value !== '').map((one) => `${one.name}=${one.value.value}`);
  const words = [role.value, name?.value ? JSON.stringify(name.value) : '', value?.value ? `value=${JSON.stringify(value.value)}` : '', states.join(' ')].filter(Boolean);
  const within = childIds.flatMap((id) => (nodes.has(id) ? linesOf(nodes.get(id), nodes, depth + (shown ? 1 : 0)) : []));
  return shown ? [`${'  '.repeat(depth)}${words.join(' ')}`, ...within] : within;
}

/** Throws where what is told is not what is written in trees/NAME.txt. */
export async function toldAs(page, name) {
  const client = await page.createCDPSession();
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const told = `${linesOf(nodes[0], byId).join('\n')}\n`;
  const file = fromRoot('tests', 'views', 'trees', `${name}.txt`);
  if (process.env.WEBMYND_TREES === 'write') writeFileSync(file, told);
  assert.equal(told, existsSync(file) ? readFileSync(file, 'utf8') : '', `${name}: WEBMYND_TREES=write writes it anew`);
}
