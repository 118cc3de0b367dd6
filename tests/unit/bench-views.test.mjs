import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAYS, dayAt, pageAt, typedTexts } from '../../tools/bench-views/memory.mjs';
import { table } from '../../tools/bench-views/table.mjs';

test('a made memory is the same each time: its pages ascend by time, have names of their own and what is typed is in some of them', () => {
  const pages = Array.from({ length: 400 }, (_, nth) => pageAt(nth, 400));
  assert.deepEqual(pages[7], pageAt(7, 400));
  const times = pages.map(({ visits: [{ at }] }) => at);
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
  for (const of of [({ url }) => url, ({ visits: [{ id }] }) => id, ({ picture: { hash } }) => hash]) assert.equal(new Set(pages.map(of)).size, pages.length);
  assert.equal(new Date(times[0]).toISOString().slice(0, 10), dayAt(0));
  assert.ok(dayAt(DAYS - 1) >= new Date(times.at(-1)).toISOString().slice(0, 10));
  for (const text of typedTexts(400, 5)) assert.ok(pages.some(({ title }) => title.startsWith(text)), text);
});

test('the table of the views has a line for what was measured of any browser, with its goal, and a dash for what was not', () => {
  const frames = { deltas: [16, 16, 17, 60], longTasks: [], longFrames: [{ duration: 60, before: 20, drawing: 10, painting: 30 }], inputs: 3, elements: 900, work: { scriptMs: 8, layoutMs: 4, layouts: 4 } };
  const chrome = { grid: frames, jump: { exact: [40, 50], first: [60, 70], all: [80, 90] }, heap: { begun: 2e6, bytes: [3e6, 3.5e6] } };
  const firefox = { grid: { ...frames, longFrames: [], work: null } };
  const lines = table({ chrome, firefox }).split('\n');
  const has = (line) => assert.ok(lines.includes(line), `${line}\n${lines.join('\n')}`);
  has('| grid under the wheel: frames over 50 ms, of all | 0 | 1 of 4 | 1 of 4 |');
  has('| grid under the wheel: long tasks: how many, longest, ms | 0 | 0 | – |');
  has('| grid under the wheel: long frames: tasks before drawing / callbacks of drawing / style, layout and painting, ms, the longest of each |  | 1: 20 / 10 / 30 | – |');
  has('| grid under the wheel: script, style and layout a frame, ms, mean; layouts a frame |  | 2.0, 1.0; 1.00 | – |');
  has('| jump to a date: exact tiles, ms, p50 / p95 | < 150 | 50.0 / 50.0 | – |');
  has('| memory after each round through both views, more than before them, MB | < 30 | 1.0, 1.5 over 2.0 | – |');
  assert.ok(!lines.some((line) => line.includes('history')), 'nothing is said of what nobody measured');
});
