/** Starts the two browsers that everything has to hold in, headless, each with a fresh profile. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { executable } from '../../tools/lib/browser-programs.mjs';

const CHROMIUM_ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
];
const KINDS = {
  chrome: { pipe: true, args: CHROMIUM_ARGS },
  firefox: { browser: 'firefox', protocol: 'webDriverBiDi' },
};
export const BROWSERS = Object.keys(KINDS);

/** Runs `work` with a page of a fresh browser and closes it whatever happens. `profile`: one that is there before and after. */
export async function withBrowser(name, work, { profile: kept = null } = {}) {
  const profile = kept ?? mkdtempSync(join(tmpdir(), `webmynd-contract-${name}-`));
  const browser = await puppeteer.launch({
    headless: true, executablePath: executable(name), userDataDir: profile, protocolTimeout: 600_000, ...KINDS[name],
  });
  try {
    return await work(await browser.newPage());
  } finally {
    await browser.close();
    if (!kept) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
