/**
 * The content script runs in pages, and most of what browsers give to a secure context is missing in those of plain http. What was looked through for
 * this list, in both browsers: `crypto` has `getRandomValues` alone; of `navigator` and of the globals below nothing may be expected. What it does use is
 * there on every ground: `requestIdleCallback`, `MutationObserver`, `XPathEvaluator`, `performance`, and `navigation`, which is silent in pages without
 * an origin (moves.ts). A page cannot put its own in their place: the script's world is its own, and of names that a page's elements claim
 * (`<p id=navigation>`) those that a browser has built in come first.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { build } from 'esbuild';
import { fromRoot } from '../../tools/lib/paths.mjs';

/** https://developer.mozilla.org/docs/Web/Security/Secure_Contexts/features_restricted_to_secure_contexts, as far as a page's window has them. */
const SECURE_ONLY = [
  /\bcrypto\b(?!\.getRandomValues\()/, /\bnavigator\b/,
  /\b(?:caches|CacheStorage|cookieStore|CookieStore\w*|isSecureContext|Notification|PaymentRequest|PushManager|ServiceWorker\w*|StorageManager|Clipboard\w*|Lock(?:Manager)?|SubtleCrypto|CryptoKey)\b/,
  /\b(?:FileSystem\w*Handle|show(?:Open|Save|Directory)\w*Picker|(?:Audio|Video|Image)(?:De|En)coder|VideoFrame|Audio(?:Data|Worklet\w*)|WebTransport|PublicKeyCredential)\b/,
  /\b(?:IdleDetector|WakeLock\w*|DeviceMotionEvent|DeviceOrientationEvent|devicemotion|deviceorientation\w*|SharedArrayBuffer|measureUserAgentSpecificMemory|queryLocalFonts|getScreenDetails|documentPictureInPicture)\b/,
];
const bare = (text) => text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1').replace(/'(?:[^'\\\n]|\\.)*'/g, "''");

/** The files that the content script is made of, by the word of who puts them together. */
async function parts() {
  const { metafile } = await build({ entryPoints: [fromRoot('extension', 'content', 'main.ts')], bundle: true, write: false, metafile: true, absWorkingDir: fromRoot(), logLevel: 'silent' });
  return Object.keys(metafile.inputs);
}

test('the content script uses nothing that only secure contexts have', async () => {
  const files = await parts();
  assert.ok(files.includes('extension/content/main.ts') && files.includes('extension/bridge/visit-id.ts'), files.join());
  const found = files.flatMap((file) => SECURE_ONLY.flatMap((api) => (bare(readFileSync(fromRoot(file), 'utf8')).match(api) ?? []).map((word) => `${file}: ${word}`)));
  assert.deepEqual(found, []);
});

test('what would be missing on plain http is refused', () => {
  const refused = (code) => SECURE_ONLY.some((api) => api.test(bare(code)));
  for (const code of ['crypto.randomUUID()', 'const { subtle } = crypto', 'navigator.locks.query()', 'navigator.clipboard', 'await caches.open(name)', 'new VideoFrame(x)']) assert.ok(refused(code), code);
  for (const code of ['crypto.getRandomValues(bytes)', 'navigation.currentEntry', 'const block = 1;', '// crypto.randomUUID']) assert.ok(!refused(code), code);
});
