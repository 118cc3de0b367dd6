/** A Python that has some packages, for checks by other people's libraries; nothing of the product needs one. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromRoot } from './paths.mjs';

const FOLDER = fromRoot('out', 'python');
const OWN = fromRoot('out', 'python', 'bin', 'python');

const run = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/**
 * Returns the program, or undefined where there is none. `requirements`: a file for pip, from the root; `modules`: what must be
 * importable; `make`: whether to set one up in `out/python` when it is not there.
 */
export function pythonWith(requirements, modules, make) {
  const has = (program) => run(program, '-c', modules.map((name) => `import ${name}`).join('; '));
  const found = ['python3', ...(existsSync(OWN) ? [OWN] : [])].find(has);
  if (found || !make) return found;
  const made = run('python3', '-m', 'venv', FOLDER) && run(OWN, '-m', 'pip', 'install', '--quiet', '-r', fromRoot(...requirements.split('/')));
  return made && has(OWN) ? OWN : undefined;
}
