/** Makes each browser's manifest out of the one in the root: what the other browser's linter would warn about goes. */
import { readFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';

/** Keys and permissions only one browser knows. */
const ONLY = {
  chrome: { keys: ['minimum_chrome_version', 'message_serialization', 'side_panel'], permissions: ['offscreen', 'favicon', 'sidePanel'] },
  firefox: { keys: ['browser_specific_settings', 'page_action', 'sidebar_action'], permissions: [] },
};

export const BROWSERS = Object.keys(ONLY);

export const readManifest = () => JSON.parse(readFileSync(fromRoot('manifest.json'), 'utf8'));

/** Where installed copies look for new versions, below the address of a server's own index of builds. */
function updateFrom(browser, address, made) {
  if (browser === 'chrome') made.update_url = `${address}/updates.xml`;
  else made.browser_specific_settings.gecko.update_url = `${address}/updates.json`;
}

/** The manifest for `browser` ('chrome' or 'firefox'). `updates`: the address of an index of builds of one's own, if any. */
export function manifestFor(browser, manifest = readManifest(), updates = undefined) {
  const made = structuredClone(manifest);
  for (const other of BROWSERS.filter((name) => name !== browser)) {
    for (const key of ONLY[other].keys) delete made[key];
    made.permissions = made.permissions.filter((name) => !ONLY[other].permissions.includes(name));
  }
  if (browser === 'chrome') delete made.background.scripts;
  else delete made.background.service_worker;
  if (updates) updateFrom(browser, updates.replace(/\/+$/, ''), made);
  return made;
}

/** Every file of the package that the manifest names. */
export function filesNamed(manifest) {
  const files = [];
  const walk = (value) => {
    if (typeof value === 'string' && /^[\w/-]+\.(js|html|png|svg)$/.test(value)) files.push(value);
    else if (value && typeof value === 'object') Object.values(value).forEach(walk);
  };
  walk(manifest);
  return [...new Set(files)];
}
