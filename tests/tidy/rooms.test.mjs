/** Walls between the rooms of Rust: ARCHITECTURE.md lists them from the top, and each may import from rooms below it alone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ROOT, fromRoot } from '../../tools/lib/paths.mjs';

const read = (file) => readFileSync(fromRoot(file), 'utf8');
const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.rs'], { cwd: ROOT, maxBuffer: 1 << 26 })
  .toString().split('\0').filter((file) => file && existsSync(fromRoot(file)));

/** The tables of ARCHITECTURE.md, by folder: rooms from the top to the bottom, with the rooms that each imports. */
const TABLES = new Map([...read('ARCHITECTURE.md').matchAll(/^```rooms (\S+)\n([^]*?)^```$/gm)].map(([, folder, lines]) => {
  const rooms = lines.trim().split('\n').map((line) => line.split(/\s*->\s*/));
  return [folder, new Map(rooms.map(([room, imports]) => [room.trim(), imports?.trim().split(/\s+/) ?? []]))];
}));

/** Rust without its comments and texts: what stands there imports nothing. */
export const bare = (text) => text.replace(
  /\/\/.*|\/\*[^]*?\*\/|\bb?r(#*)"[^]*?"\1|"(?:[^"\\]|\\[^])*"|'(?:[^'\\\n]|\\.[^'\n]*)'/g,
  (found) => (found.startsWith('/') ? ' ' : '""'),
);

/** The first names of a group: `a::{b, c}, D` are `a` and `D`. */
function firstNames(text, from) {
  const names = [];
  let depth = 1;
  let name = '';
  for (let at = from; depth > 0 && at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
    if (depth === 0 || (depth === 1 && sign === ',')) {
      names.push(name.trim().split(/::|\s/)[0]);
      name = '';
    } else name += sign;
  }
  return names.filter(Boolean);
}

/** All that a file names of its crate by `crate::`, and what it names by climbing out of its room with `super::`. */
export function named(text, depth) {
  const code = bare(text);
  const names = [];
  const climbs = [];
  for (const found of code.matchAll(/(?<![$\w])crate::(?:(\{)|(\w+))/g)) {
    if (found[1]) names.push(...firstNames(code, found.index + found[0].length));
    else names.push(found[2]);
  }
  for (const found of code.matchAll(/^(.*?)\b((?:super::)+)/gm)) {
    // What stands inside of a module of the file is one deeper.
    const own = /^\s/.test(found[1]) ? depth + 1 : depth;
    if (found[2].length / 'super::'.length >= own) climbs.push(found[0].trim());
  }
  return { names, climbs };
}

/** What a crate's root gives under another name than its room's: `crate::EngineError` is of `error`. */
function passedOn(root) {
  const passed = new Map();
  for (const [, room, group, one] of root.matchAll(/^pub use (\w+)::(?:\{([^}]*)\}|(\w+));/gm)) {
    for (const name of (group ?? one).split(',')) passed.set(name.trim(), room);
  }
  return passed;
}

/** The rooms of a folder, each with those that it imports and where. */
function imports(folder) {
  const root = ['lib.rs', 'main.rs'].find((name) => existsSync(fromRoot(folder, name)));
  const text = read(`${folder}/${root}`);
  const passed = passedOn(text);
  const found = new Map([...text.matchAll(/^(?:pub )?mod (\w+);/gm)].map(([, room]) => [room, new Map()]));
  const faults = [];
  for (const file of tracked.filter((name) => name.startsWith(`${folder}/`))) {
    const steps = file.slice(folder.length + 1, -'.rs'.length).split('/').filter((step) => step !== 'mod');
    const into = found.get(steps[0]);
    if (!into) continue;
    const { names, climbs } = named(read(file), steps.length);
    faults.push(...climbs.map((line) => `${file} leaves its room by ${line}`));
    for (const name of names) {
      const room = passed.get(name) ?? name;
      if (found.has(room) && room !== steps[0]) into.set(room, file);
    }
  }
  return { found, faults };
}

test('the names of a Rust file are found', () => {
  const text = `use crate::{a::{B, c}, D};\n/// [\`crate::no\`]\nuse crate::e::F; const X: &str = "crate::no"; let c = '"'; x(crate::g::h("//"));\nuse super::super::i;`;
  assert.deepEqual(named(text, 2), { names: ['a', 'D', 'e', 'g'], climbs: ['use super::super::'] });
  assert.deepEqual(named('mod tests {\n    use super::*;\n}', 1).climbs, []);
});

test('there is a table for each crate of several rooms', () => {
  assert.deepEqual([...TABLES.keys()].sort(), ['cli/src', 'core/crypto/src', 'core/engine/src', 'core/protocol/src', 'server/src']);
});

for (const [folder, table] of TABLES) {
  test(`${folder}: a room imports what ARCHITECTURE.md says, and that stands below it`, () => {
    const { found, faults } = imports(folder);
    const order = [...table.keys()];
    assert.deepEqual([...order].sort(), [...found.keys()].sort(), 'the table names each room once');
    for (const [room, own] of table) {
      const upward = own.filter((other) => order.indexOf(other) <= order.indexOf(room));
      faults.push(...upward.map((other) => `${room} -> ${other}: not a room below it`));
      const taken = found.get(room);
      faults.push(...[...taken].filter(([other]) => !own.includes(other)).map(([other, file]) => `${room} -> ${other}: in ${file}, not in the table`));
      faults.push(...own.filter((other) => !taken.has(other)).map((other) => `${room} -> ${other}: in the table, and nowhere else`));
    }
    assert.deepEqual(faults, []);
  });
}
