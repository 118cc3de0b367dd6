/** Makes each browser's manifest out of the one in the root: what the other browser's linter would warn about goes. */
import { readFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';

/** Keys and permissions only one browser knows. */
const ONLY = {
  chrome: { keys: ['minimum_chrome_version', 'message_serialization'], permissions: ['offscreen', 'favicon'] },
  firefox: { keys: ['browser_specific_settings', 'page_action'], permissions: [] },
};

export const BROWSERS = Object.keys(ONLY);

export const readManifest = () => JSON.parse(readFileSync(fromRoot('manifest.json'), 'utf8'));

/** The manifest for `browser` ('chrome' or 'firefox'). */
export function manifestFor(browser, manifest = readManifest()) {
  const made = structuredClone(manifest);
  for (const other of BROWSERS.filter((name) => name !== browser)) {
    for (const key of ONLY[other].keys) delete made[key];
    made.permissions = made.permissions.filter((name) => !ONLY[other].permissions.includes(name));
  }
  if (browser === 'chrome') delete made.background.scripts;
  else delete made.background.service_worker;
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
