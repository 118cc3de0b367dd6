/**
 * `npm test`: everything that must hold on each change. A step that passed over the very same files is not run again; `--fresh` runs
 * all. `--long` for the long forms, `--only=WORD` for the steps whose name has it, and what they need. Ends with a plain line
 * "N passed, N failed, N skipped"; out/test-times.json has the seconds of each step.
 */
import { forgetWasm } from './build-wasm.mjs';
import { Missing } from './lib/main.mjs';
import { flag } from './lib/run.mjs';
import { linker, rustTarget } from './lib/setup.mjs';
import { addSteps } from './lib/steps.mjs';
import { Suite } from './lib/suite.mjs';

async function main() {
  const long = Boolean(flag('long'));
  await linker();
  await rustTarget();
  if (flag('fresh')) forgetWasm();
  const suite = new Suite({ stamped: !flag('fresh') && !long });
  await addSteps(suite, { long });
  return suite.run({ only: flag('only') });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Missing ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
