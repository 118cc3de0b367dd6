/** What the extension may do is said here a second time, so that nobody widens it in passing. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { BROWSERS, filesNamed, manifestFor, readManifest } from '../../tools/lib/manifest.mjs';
import { filesBelow, fromRoot } from '../../tools/lib/paths.mjs';

const manifest = readManifest();

test('the policy of the extension\'s pages', () => {
  assert.deepEqual(manifest.content_security_policy, {
    extension_pages: "script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; object-src 'none'; base-uri 'none'; form-action 'none'",
  });
});

test('the permissions', () => {
  assert.deepEqual(manifest.permissions, ['storage', 'unlimitedStorage', 'tabs', 'scripting', 'contextMenus', 'alarms', 'webRequest', 'offscreen', 'favicon', 'sidePanel']);
  assert.deepEqual(manifest.optional_permissions, ['history', 'bookmarks']);
  assert.deepEqual(manifest.host_permissions, ['<all_urls>']);
});

test('private windows, other extensions and web pages have no door', () => {
  assert.equal(manifest.incognito, 'not_allowed');
  for (const door of ['externally_connectable', 'web_accessible_resources', 'sandbox']) assert.equal(manifest[door], undefined, door);
  assert.ok(manifest.content_scripts.every((script) => script.all_frames === false));
});

test('each browser\'s manifest holds nothing of the other\'s', () => {
  const [chrome, firefox] = [manifestFor('chrome'), manifestFor('firefox')];
  assert.deepEqual(Object.keys(chrome.background).sort(), ['service_worker', 'type']);
  assert.deepEqual(Object.keys(firefox.background).sort(), ['scripts', 'type']);
  assert.equal(chrome.browser_specific_settings, undefined);
  assert.ok(!firefox.permissions.includes('offscreen') && chrome.permissions.includes('offscreen'));
  assert.ok(!firefox.permissions.includes('sidePanel') && chrome.permissions.includes('sidePanel'));
  assert.deepEqual([chrome.sidebar_action, firefox.side_panel], [undefined, undefined]);
  assert.equal(firefox.sidebar_action.default_panel, chrome.side_panel.default_path, 'one page beside the page');
  assert.equal(firefox.sidebar_action.open_at_install, false);
});

test('the version is one', () => {
  assert.equal(JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).version, manifest.version);
});

test('every page and script that the manifest names has its source', () => {
  const sources = { 'background.js': 'background/main.ts', 'content.js': 'content/main.ts' };
  for (const browser of BROWSERS) {
    for (const file of filesNamed(manifestFor(browser)).filter((name) => !name.startsWith('icons/'))) {
      assert.ok(existsSync(fromRoot('extension', sources[file] ?? file)), file);
    }
  }
  const keys = new Set(filesBelow(fromRoot('extension', 'locales', 'en')).flatMap((file) =>
    Object.keys(JSON.parse(readFileSync(fromRoot('extension', 'locales', 'en', file), 'utf8')))));
  for (const [, key] of JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g)) assert.ok(keys.has(key), key);
});

test('a package that updates itself from a server of its own says where, in each browser\'s way, and no other package does', () => {
  const at = 'https://vault.example.org/extension';
  assert.equal(manifestFor('chrome', manifest, `${at}/`).update_url, `${at}/updates.xml`);
  assert.equal(manifestFor('firefox', manifest, at).browser_specific_settings.gecko.update_url, `${at}/updates.json`);
  for (const browser of BROWSERS) assert.ok(!JSON.stringify(manifestFor(browser)).includes('update_url'));
});
