/** Formatting, lints and types: `npm run lint`. Each step is run whatever became of the others. */
import { lints, types } from './lib/steps.mjs';
import { Suite } from './lib/suite.mjs';

const suite = new Suite({ times: 'lint-times.json' });
const wasm = 'wasm for its types';
for (const step of lints()) suite.add(step);
suite.add({ name: wasm, program: process.execPath, args: ['tools/build-wasm.mjs', '--fast'], lanes: ['native'] });
suite.add(types(wasm));
process.exitCode = await suite.run();
