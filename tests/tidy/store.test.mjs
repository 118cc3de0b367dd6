/** What the stores are told of each permission stands beside the manifest: none without its reason, no reason without its permission. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readManifest } from '../../tools/lib/manifest.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';

const read = (name) => readFileSync(fromRoot('docs', 'store', name), 'utf8');

test('every permission has its reason, and every reason its permission', () => {
  const { permissions, optional_permissions: optional, host_permissions: hosts } = readManifest();
  const rows = [...read('permissions.md').matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
  assert.deepEqual(rows.map(([, name]) => name).sort(), [...permissions, ...optional, ...hosts].sort());
  for (const [, name, reason] of rows) assert.ok(reason.length > 30, name);
});

test('the short texts are as short as the stores want them', () => {
  const short = [...read('listing.md').matchAll(/^\*\*(?:Short|Kurz)\*\* \([^)]*\): (.+)$/gm)].map(([, text]) => text);
  assert.equal(short.length, 2);
  for (const text of short) assert.ok(text.length <= 132, `${text.length}: ${text}`);
});

test('what is said of collecting names what the manifest declares', () => {
  const { required, optional } = readManifest().browser_specific_settings.gecko.data_collection_permissions;
  for (const kind of required) assert.ok(read('data.md').includes(`\`${kind}\``), kind);
  const rows = [...read('data.md').matchAll(/^\| `([^`]+)` \|/gm)].map(([, kind]) => kind);
  assert.deepEqual(rows, optional, 'each kind that a vault is sent has its row');
  const asked = readFileSync(fromRoot('extension', 'bridge', 'consent.ts'), 'utf8').match(/SENT_KINDS = \[(.+)\]/)[1];
  assert.deepEqual([...asked.matchAll(/'([^']+)'/g)].map(([, kind]) => kind), optional, 'what is asked for is what the manifest lists');
});
