/** Runs in the page that is measured: what its frames took, what stood in their way, and when something was on the screen. Each function stands alone. */

/** Begins to note frames, long tasks, how long frames were shared out, and elements in the document; `globalThis.ended()` gives it all. */
export function noteFrames() {
  const noted = { deltas: [], longTasks: [], longFrames: [], elements: 0 };
  const observers = [];
  const observe = (type, take) => {
    if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
    const observer = new PerformanceObserver((list) => { for (const entry of list.getEntries()) take(entry); });
    observer.observe({ type });
    observers.push([observer, take]);
  };
  observe('longtask', ({ duration }) => { noted.longTasks.push(duration); });
  // Whose scripts they were a browser does not tell of an extension's page; how the time was shared out it does.
  observe('long-animation-frame', ({ startTime, duration, renderStart, styleAndLayoutStart }) => {
    const end = startTime + duration;
    noted.longFrames.push({ duration, before: (renderStart || end) - startTime, drawing: renderStart ? styleAndLayoutStart - renderStart : 0, painting: renderStart ? end - styleAndLayoutStart : 0 });
  });
  let [last, goesOn, count] = [0, true, 0];
  const frame = (now) => {
    if (!goesOn) return;
    if (last > 0) noted.deltas.push(now - last);
    last = now;
    count += 1;
    if (count % 20 === 0) noted.elements = Math.max(noted.elements, document.getElementsByTagName('*').length);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.ended = () => {
    goesOn = false;
    for (const [observer, take] of observers) {
      observer.takeRecords().forEach(take);
      observer.disconnect();
    }
    return noted;
  };
}

/** Runs before the page's own scripts: notes when its first picture, and when all on the screen, were painted, in ms from where its loading began. */
export function noteOpening() {
  const seen = { first: null, all: null };
  globalThis.opening = seen;
  const isOn = (element) => {
    const { top, bottom, width } = element.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight;
  };
  const look = () => {
    const boxes = [...document.querySelectorAll('.tile .picture, .frame:not([hidden]) .picture')].filter(isOn);
    const filled = boxes.filter((box) => box.querySelector('img'));
    // Painted when a task of its own begins behind the frame.
    const note = (which) => {
      if (seen[which] !== null) return;
      seen[which] = NaN;
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { seen[which] = performance.now(); };
      port2.postMessage(null);
    };
    if (filled.length > 0) note('first');
    if (boxes.length > 0 && filled.length === boxes.length) note('all');
    if (seen.all === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Notes how long after a date is sent off other rows stand there, exact and in full, and when the first picture and all of them do. */
export function noteJumps() {
  globalThis.jumps = [];
  const isOn = (element) => {
    const box = document.querySelector('.scroller').getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > box.top && top < box.bottom;
  };
  const rows = () => [...document.querySelectorAll('.rows .row')].filter(isOn);
  document.addEventListener('submit', (event) => {
    const jump = { exact: null, first: null, all: null };
    const before = rows()[0]?.getAttribute('aria-rowindex');
    globalThis.jumps.push(jump);
    const look = () => {
      const now = rows();
      const tiles = now.flatMap((row) => [...row.querySelectorAll('.tile')]);
      const there = now[0]?.getAttribute('aria-rowindex') !== before && tiles.length > 0;
      const took = performance.now() - event.timeStamp;
      if (there && jump.exact === null && tiles.every((tile) => tile.querySelector('time').textContent && tile.querySelector('.tile-title').textContent)) jump.exact = took;
      const filled = tiles.filter((tile) => tile.querySelector('img')).length;
      if (there && jump.first === null && filled > 0) jump.first = took;
      if (there && filled === tiles.length) jump.all = took;
      if (jump.all === null && took < 10_000) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}
