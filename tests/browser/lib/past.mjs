/** Taking in what a browser knew before: with the permission given, a click on the welcome page, and how far it has come. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './until.mjs';

/** Nobody can press what Chromium asks with: there the permissions are given from the start. Firefox gives them without asking. */
export const GIVEN = { 'extensions.webextOptionalPermissionPrompts': false };

/** Copies a build into a folder, where all that a person may be asked for is given. */
export function permitted(dist, folder) {
  cpSync(dist, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.permissions.push(...manifest.optional_permissions);
  manifest.optional_permissions = [];
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
}

/** Runs a task with the browser's own interface in a page of the extension. */
export const api = (own, task, ...args) => own.evaluate(`(${task})(globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome, ...${JSON.stringify(args)})`);

/** How far it has come: `pastHistory` or `pastBookmarks`. */
export const past = (own, key) => api(own, (browser, name) => browser.storage.local.get(name).then((found) => found[name] ?? null), key);
export const done = (own, key, within = 120_000) => until(async () => { const one = await past(own, key); return one?.at === 'done' ? one : null; }, { within, what: `${key} did not end` });

/** Clicks the button that takes it in. */
export async function press(driven, selector) {
  const welcome = await driven.own('views/welcome/welcome.html');
  await welcome.bringToFront();
  await (await welcome.waitForSelector(`${selector} button`)).click();
  return welcome;
}

/** Gives the browser so many addresses to remember, and waits until it knows them. */
export async function addHistory(own, origin, count) {
  await api(own, async (browser, from, many) => {
    for (let at = 0; at < many; at += 100) {
      await Promise.all(Array.from({ length: Math.min(100, many - at) }, (_, i) => browser.history.addUrl({ url: `${from}/many/${at + i}` })));
    }
  }, origin, count);
  // Browsers write what they know now and then.
  const all = () => api(own, (browser, many) => browser.history.search({ text: 'many', startTime: 0, maxResults: many }).then((known) => known.length === many), count);
  await until(all, { what: 'the history is not there' });
}
