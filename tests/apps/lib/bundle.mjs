/** Builds a small application on top of a real framework, as its guide says: esbuild, in its production form. */
import { build } from 'esbuild';
import { npm } from './install.mjs';

/** The script that `source` becomes with the packages of a group. */
export async function bundle(group, source, { alias = {}, define = {}, loader = 'jsx' } = {}) {
  const modules = npm(group);
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: modules, loader }, bundle: true, write: false, minify: true, format: 'iife', target: ['chrome128', 'firefox140'], nodePaths: [modules],
    jsx: 'automatic', alias, define: { 'process.env.NODE_ENV': '"production"', ...define }, logLevel: 'error', absWorkingDir: modules,
  });
  return outputFiles[0].text;
}

/** A page with a script and nothing else. */
export const shellOf = (title, { body = '<div id="app"></div>', head = '' } = {}) => `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>body{font:17px/1.5 sans-serif;max-width:44em;margin:1em auto;padding:0 1em}nav a{margin-right:1em}</style>${head}<body>${body}<script src="/app.js"></script>`;
