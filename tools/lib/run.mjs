/** Runs other programs and reads our own flags. */
import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/** `--name` is true, `--name=value` is 'value', absent is undefined. */
export function flag(name, args = process.argv.slice(2)) {
  const found = args.find((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  return found === undefined ? undefined : found.includes('=') ? found.slice(found.indexOf('=') + 1) : true;
}

/** Runs a program in the root with our terminal; resolves to its exit code (127 when it cannot be started). */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs one of our own scripts and throws when it fails. */
export async function runNode(script, args = []) {
  const code = await run(process.execPath, [script, ...args]);
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
}

/** What a program prints on stdout, or null when it fails or is not there. */
export function output(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'], ...options });
    let text = '';
    child.stdout.on('data', (part) => { text += part; });
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? text : null));
  });
}
