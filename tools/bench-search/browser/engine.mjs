/**
 * Our engine, as the views have it: client, channel, queue, idle work, worker, wasm, OPFS, with none left out, on a page of this machine. Not on
 * a page of the extension: there nothing can stand under the worker to count what it writes, the clock is coarser, and no other engine could be
 * put on the same ground.
 */
import { connect } from '../../../extension/bridge/client.ts';
import { startHost } from '../../../extension/host/host.ts';

/** So many pages are on their way at a time: the background does not wait for one tab before it hears another. */
const AT_ONCE = 8;
/** Idle work that there is begins within this time (ms) after the last command. */
const BEGINS_WITHIN = 3_000;

export function webmynd({ pause, readGauge }) {
  let hosted = false;
  const engine = connect({
    wake: async () => {
      if (hosted) return;
      hosted = true;
      startHost({ makeWorker: () => new Worker('host/worker.js', { type: 'module' }), wasm: 'wasm/webmynd_bg.wasm' });
    },
  });
  const seen = ({ id, time, url, title, text, lang }) => ({ id: (id + 1).toString(16).padStart(32, '0'), at: time, offsetMin: 0, url, title, html: '', text, lang });

  async function until(holds) {
    while (!holds(await readGauge())) await pause(100);
  }

  return {
    open: () => engine.status(),
    async add(documents) {
      const left = documents.values();
      await Promise.all(Array.from({ length: AT_ONCE }, async () => { for (const one of left) await engine.remember(seen(one)); }));
    },
    async search({ typed }, { sort, now }) {
      const { hits, tookMs } = await engine.search({ q: typed, sort, limit: 10, offset: 0, now, offsetMin: 0, counting: false });
      return { found: hits.length, ms: tookMs };
    },
    /** Until all slices of idle work are done that there are now. */
    async idle() {
      const { slices } = await readGauge();
      const began = performance.now();
      // It may be done already: then no slice comes.
      await until((gauge) => !gauge.more && (gauge.slices.length > slices.length || performance.now() - began > BEGINS_WITHIN));
    },
    /** Until what is done after 15 s of quiet is done too. */
    async quiet() {
      await until((gauge) => !gauge.unsettled && !gauge.more);
    },
  };
}
