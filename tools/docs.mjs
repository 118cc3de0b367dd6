/** API documentation without a warning, and its examples tested: `npm run docs`. */
import { NATIVE_CRATES, PROFILE, cargo } from './lib/cargo.mjs';
import { run } from './lib/run.mjs';

const warnings = { ...process.env, RUSTDOCFLAGS: '-D warnings' };
const steps = [
  ['doc', '--workspace', '--no-deps', ...PROFILE],
  ['test', '--doc', ...NATIVE_CRATES, ...PROFILE],
];
for (const args of steps) {
  const code = await run(cargo, args, { env: warnings });
  if (code !== 0) process.exit(code);
}
console.log('target/doc/webmynd_engine/index.html');
