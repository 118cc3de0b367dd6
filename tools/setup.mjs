/** `node tools/setup.mjs`: npm's packages and the browsers, where they are missing. */
import { BROWSERS, executable } from './lib/browser-programs.mjs';
import { runMain } from './lib/main.mjs';
import { browser, npmPackages } from './lib/setup.mjs';

await runMain(async () => {
  await npmPackages();
  for (const name of BROWSERS) await browser(name, executable);
});
