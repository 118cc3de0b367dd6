/** Pure: what was measured of the views as lines of a table in Markdown, a column a browser, the goal beside it. What was not measured is a dash. */
import { inMs, share } from '../bench-search/table.mjs';

/** A frame that takes longer is seen. */
const SEEN = 50;
const MEGA = 1e6;

const dash = '–';
const halfAnd95 = (values) => (values?.length ? `${inMs(share(values, 0.5))} / ${inMs(share(values, 0.95))}` : dash);
const over = (values, limit = SEEN) => (values ? values.filter((value) => value > limit).length : 0);
const number = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : dash);
const sum = (values) => values.reduce((all, one) => all + one, 0);

/** Frames of `noteFrames`: [what is said of them, how]. Long frames and tasks are told by Chromium alone. */
const FRAMES = [
  ['frames: p50 / p95, longest, ms', 'p95 <= 17', ({ deltas }) => `${halfAnd95(deltas)}, ${inMs(share(deltas, 1))}`],
  ['frames over 50 ms, of all', '0', ({ deltas }) => `${over(deltas)} of ${deltas.length}`],
  ['long tasks: how many, longest, ms', '0', ({ longTasks, work }) => (work ? `${longTasks.length}${longTasks.length ? `, ${number(Math.max(...longTasks))}` : ''}` : dash)],
  ['long frames: tasks before drawing / callbacks of drawing / style, layout and painting, ms, the longest of each', '', ({ longFrames, work }) => {
    const longest = (of) => number(Math.max(0, ...longFrames.map((one) => one[of])));
    return work ? `${longFrames.length}: ${['before', 'drawing', 'painting'].map(longest).join(' / ')}` : dash;
  }],
  ['script, style and layout a frame, ms, mean; layouts a frame', '', ({ work, deltas }) => (work
    ? `${number(work.scriptMs / deltas.length, 1)}, ${number(work.layoutMs / deltas.length, 1)}; ${number(work.layouts / deltas.length, 2)}` : dash)],
  ['inputs a second', '', ({ inputs, deltas }) => number((inputs * 1_000) / sum(deltas), 0)],
];
const framesOf = (title, key, lines = FRAMES) => lines.map(([name, goal, of]) => [`${title}: ${name}`, goal, (all) => (all[key]?.deltas?.length ? of(all[key]) : dash)]);
const openingOf = (title, view) => [
  [`open ${title} the first time, the grid just after the browser's start: first picture, all on the screen, ms`, '', ({ open }) => (open?.[view] ? `${inMs(open[view].begun.first)}, ${inMs(open[view].begun.all)}` : dash)],
  [`open ${title} again: first picture, ms, p50 / p95`, '< 300', ({ open }) => halfAnd95(open?.[view]?.first)],
  [`open ${title} again: all pictures on the screen`, '', ({ open }) => halfAnd95(open?.[view]?.all)],
];
const growth = ({ begun, bytes }) => `${bytes.map((one) => number((one - begun) / MEGA, 1)).join(', ')} over ${number(begun / MEGA, 1)}`;

const LINES = [
  ...openingOf('the grid', 'grid'), ...openingOf('the reeler', 'reel'),
  ['keystroke to the letter on the screen, ms, p50 / p95', '< 33', ({ type }) => halfAnd95(type?.shown)],
  ['keystroke to other results on the screen, ms, p50 / p95', '', ({ type }) => (type ? `${halfAnd95(type.results)} (${type.results.length} of ${type.inputs} letters)` : dash)],
  ...framesOf('typing', 'type', FRAMES.slice(1, 5)),
  ...framesOf('an empty page under the wheel', 'empty', FRAMES.slice(0, 2)),
  ...framesOf('grid under the wheel', 'grid'), ...framesOf("grid by its rail", 'rail'), ...framesOf('reeler scrubbed', 'scrub'), ...framesOf('reeler under the wheel', 'strip'),
  ['jump to a date: exact tiles, ms, p50 / p95', '< 150', ({ jump }) => halfAnd95(jump?.exact)],
  ['jump to a date: first picture', '', ({ jump }) => halfAnd95(jump?.first)],
  ['jump to a date: all pictures on the screen', '', ({ jump }) => halfAnd95(jump?.all)],
  ['elements in the document, at most', '<= 2500', (all) => number(Math.max(...['type', 'grid', 'rail', 'scrub', 'strip'].map((key) => all[key]?.elements ?? -Infinity)))],
  ['memory after each round through both views, more than before them, MB', '< 30', ({ heap }) => (heap ? growth(heap) : dash)],
  ['history: entries taken in, seconds before and after the kill', '< 60 for 50000', ({ history }) => (history
    ? `${history.count}, ${number(history.beforeMs / 1e3, 1)} + ${number(history.afterMs / 1e3, 1)}` : dash)],
  ['history: killed at, went on from, pages then', '', ({ history }) => (history ? `${history.killedAt}, ${history.wentOnFrom}, ${history.pages}` : dash)],
];

/** @param measured What each browser's parts gave, by its name. */
export function table(measured) {
  const names = Object.keys(measured);
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const lines = LINES.map(([name, goal, of]) => [name, goal, ...names.map((browser) => of(measured[browser]))]).filter(([, , ...cells]) => cells.some((cell) => /\d/.test(cell)));
  return [row(['', 'goal', ...names]), row(['---', '---', ...names.map(() => '---:')]), ...lines.map(row)].join('\n');
}
