/** Whose code is in the package, and under which terms: from what cargo says of the wasm's dependencies. Pure but for `textsOf`. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const isMacro = ({ targets }) => targets.every(({ kind }) => kind.includes('proc-macro'));

/**
 * The packages whose code is linked into `roots` (names of packages): normal dependencies all the way down, without those
 * that run only while it is compiled (build scripts, macros), and without our own. Sorted by name and version.
 * `metadata` is what `cargo metadata --format-version 1` prints.
 */
export function linkedInto(roots, { packages, resolve, workspace_members: own }) {
  const byId = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const seen = new Set();
  const visit = (id) => {
    if (seen.has(id) || isMacro(byId.get(id))) return;
    seen.add(id);
    for (const { pkg, dep_kinds: kinds } of nodes.get(id).deps) if (kinds.some(({ kind }) => kind === null)) visit(pkg);
  };
  for (const root of roots) visit(packages.find(({ name, id }) => name === root && own.includes(id)).id);
  return [...seen].filter((id) => !own.includes(id)).map((id) => byId.get(id))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en', { numeric: true }));
}

/** Whether an SPDX expression (or the old "A/B") can be met with the licences of `allowed` alone. */
export function meets(expression, allowed) {
  const words = expression.replaceAll('/', ' OR ').match(/[()]|[^\s()]+/g) ?? [];
  let at = 0;
  const one = () => {
    if (words[at] === '(') {
      at++;
      const inner = any();
      at++;
      return inner;
    }
    let name = words[at++] ?? '';
    if (words[at] === 'WITH') name += ` WITH ${words[(at += 2) - 1]}`;
    return allowed.includes(name);
  };
  const all = () => {
    let met = one();
    while (words[at] === 'AND') { at++; met = one() && met; }
    return met;
  };
  const any = () => {
    let met = all();
    while (words[at] === 'OR') { at++; met = all() || met; }
    return met;
  };
  return any();
}

const TERMS = /^(?:licen[cs]e|copying|copyright|notice|unlicense)/i;

/** Which of a package's files have to go along. Where we may choose, we take MIT. */
export function chosen(licence, files) {
  const terms = files.filter((file) => TERMS.test(file)).sort();
  const free = / OR |\//.test(licence) && !licence.includes(' AND ') && /\bMIT\b/.test(licence);
  const mit = terms.filter((file) => /mit/i.test(file));
  return free && mit.length > 0 ? terms.filter((file) => mit.includes(file) || /^(?:copyright|notice)/i.test(file)) : terms;
}

/** The chosen texts of a package, from its own folder. */
export function textsOf({ license: licence, manifest_path: manifest }) {
  const folder = dirname(manifest);
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
  return chosen(licence ?? '', files).map((file) => readFileSync(join(folder, file), 'utf8'));
}

/**
 * Some packages come without their terms: those of another package of the same repository stand for them, else the
 * words of the licence. `mit` is any text of the MIT licence; its line of copyright is replaced.
 */
export function completed(packages, mit) {
  return packages.map((one) => {
    if (one.texts.length > 0) return one;
    const sibling = packages.find((other) => other.texts.length > 0 && one.repository && other.repository === one.repository);
    if (sibling) return { ...one, texts: sibling.texts };
    if (/\bMIT\b/.test(one.license)) return { ...one, texts: [mit.replace(/^Copyright.*$/m, `Copyright (c) ${one.authors.join(', ') || `the authors of ${one.name}`}`)] };
    return { ...one, texts: packages.find((other) => other.license === one.license && other.texts.length > 0)?.texts ?? [] };
  });
}

const plain = (text) => text.replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '').replace(/^\n+|\s+$/g, '');
const RULE = '-'.repeat(80);

/**
 * The list as a text: a line a package, then every text once, with the packages it is of.
 * `packages`: [{ name, version, license, repository, texts }].
 */
export function listOf(packages) {
  const title = ({ name, version }) => `${name} ${version}`;
  const lines = packages.map((one) => [
    title(one), one.license ?? 'see its text', one.repository,
  ].filter(Boolean).join(' | '));
  const users = new Map();
  for (const one of packages) for (const text of one.texts.map(plain)) users.set(text, [...(users.get(text) ?? []), title(one)]);
  const texts = [...users].map(([text, names]) => `${RULE}\n${names.join(', ')}\n${RULE}\n\n${text}\n`);
  return [
    'WebMynd contains code of these packages, each under its own terms, which follow, and of the Rust standard library',
    '(MIT OR Apache-2.0, https://github.com/rust-lang/rust).', '', ...lines, '', ...texts,
  ].join('\n');
}
