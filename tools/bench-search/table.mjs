/**
 * Pure: what was measured of each engine as the lines of a table in Markdown. A result is { name, documents, textBytes, classes: [{ name, ms, found, read }],
 * bulkMs, afterMs, singleMs, singleBytes, longestSliceMs, slicesOver50, waitedMs, firstHitMs, afterBytes, peakBytes, diskBytes }; what was not measured
 * is left out and stays a dash.
 */
export const share = (values, of) => (values?.length ? values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * of))] : undefined);
const mean = (values) => (values?.length ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined);

/** A number to so many digits, or a dash. */
const told = (value, digits = 0, of = 1) => (Number.isFinite(value) ? (value / of).toFixed(digits) : '–');
/** Milliseconds of 0.41, of 4.1 and of 410 are all told by two or three digits. */
export const inMs = (value) => told(value, value < 1 ? 2 : value < 100 ? 1 : 0);
const [KILO, MEGA] = [1_000, 1_000_000];

const halfAnd95 = (values) => (values?.length ? `${inMs(share(values, 0.5))} / ${inMs(share(values, 0.95))}` : told());

/** The lines: what they are called, and what they say of a result. */
const LINES = [
  ['read from the disk for a word: times, kB, ms, mean', ({ classes }) => {
    const read = classes.find(({ name }) => name === 'word')?.read;
    return read ? `${told(read.times)}, ${told(read.bytes, 0, KILO)}, ${inMs(read.ms)}` : told();
  }],
  ['taken in, documents a second', ({ documents, bulkMs }) => told(documents / bulkMs, 0, 1 / KILO)],
  ['idle work or saving after that, s', ({ afterMs }) => told(afterMs, 1, 1_000)],
  ['one page made durable, ms, p50 / p95', ({ singleMs }) => halfAnd95(singleMs)],
  ['bytes written for it and the quiet after, kB, mean', ({ singleBytes }) => told(mean(singleBytes), 1, KILO)],
  ['longest slice of idle work, ms', ({ longestSliceMs }) => inMs(longestSliceMs)],
  ['slices over 50 ms', ({ slicesOver50 }) => told(slicesOver50)],
  ['longest wait of a word asked meanwhile, ms', ({ waitedMs }) => inMs(share(waitedMs, 1))],
  ['cold open to first hit, ms', ({ firstHitMs }) => inMs(firstHitMs)],
  ['memory after the queries, MB', ({ afterBytes }) => told(afterBytes, 1, MEGA)],
  ['memory at most, MB', ({ peakBytes }) => told(peakBytes, 1, MEGA)],
  ['on disk, MB', ({ diskBytes }) => told(diskBytes, 1, MEGA)],
  ['on disk / text', ({ diskBytes, textBytes }) => told(diskBytes / textBytes, 2)],
];

/** The lines of each class of queries: p50 / p95, and where not all of them were answered, how many. */
function classLines(results) {
  const names = [...new Set(results.flatMap(({ classes }) => classes.map(({ name }) => name)))];
  return names.map((name) => [`${name}, ms, p50 / p95`, ({ classes }) => {
    const found = classes.find((one) => one.name === name);
    if (!found) return '–';
    const few = found.found < found.ms.length ? ` (${found.found} of ${found.ms.length} found)` : '';
    return `${halfAnd95(found.ms)}${few}`;
  }]);
}

export function table(results) {
  const row = (cells) => `| ${cells.join(' | ')} |`;
  const lines = [...classLines(results), ...LINES].map(([name, of]) => [name, ...results.map(of)]).filter(([, ...cells]) => cells.some((cell) => /\d/.test(cell)));
  return [row(['', ...results.map(({ name }) => name)]), row(['---', ...results.map(() => '---:')]), ...lines.map(row)].join('\n');
}
