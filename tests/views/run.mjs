#!/usr/bin/env node
/**
 * The views in real Chromium and Firefox, one browser a process; what needs no browser in a third. Each says what it found when it
 * has ended, so that nothing is mixed; ends non-zero when one fails.
 *
 *   node tests/views/run.mjs [--browser=chrome|firefox|none] [--room=playback|surfaces] [--only=WORD]
 *
 * Without --browser all three run side by side. --room: playback, or popup, settings and
 * welcome. --only: test files whose name has the word.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BROWSERS } from '../../tools/lib/browser-programs.mjs';
import { flag } from '../../tools/lib/run.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const named = String(flag('only') ?? '');
const room = flag('room');
const roomOf = (file) => (file.startsWith('playback-') ? 'playback' : 'surfaces');
const files = readdirSync(here).filter((file) => file.endsWith('.test.mjs') && file.includes(named) && (!room || roomOf(file) === room)).map((file) => join(here, file)).sort();
if (files.length === 0) throw new Error(`no file of tests has "${named}" in its name`);
const pure = (file) => file.endsWith('-pure.test.mjs');

/** All tests of one kind, in one process: they share its browser. */
function tests(browser) {
  const chosen = files.filter((file) => pure(file) === (browser === 'none'));
  const imports = chosen.map((file) => `await import(${JSON.stringify(`file://${file}`)});`).join('\n');
  return spawn(process.execPath, ['--test-reporter=spec', '--input-type=module', '-e', imports], { env: { ...process.env, WEBMYND_BROWSER: browser } });
}

/** Resolves to the exit code, when all that was said has been told. */
function run(browser, aloud) {
  return new Promise((resolve) => {
    const child = tests(browser);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => { if (aloud) process.stdout.write(part); else text += part; });
    child.on('close', (code) => {
      process.stdout.write(text);
      resolve(code ?? 1);
    });
  });
}

const browser = flag('browser');
const codes = browser ? [await run(browser, true)] : await Promise.all(['none', ...BROWSERS].map((one) => run(one, false)));
process.exitCode = Math.max(...codes);
