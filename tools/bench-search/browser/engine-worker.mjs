/** The extension's worker as it is, with a gauge under it and a clock around its idle work. */
import { gauge } from './gauge.mjs';
import { Face } from '../../../out/wasm/webmynd.js';
import '../../../extension/host/worker.ts';

for (const name of ['tend', 'settle']) {
  const work = Face.prototype[name];
  Face.prototype[name] = async function timed(...args) {
    const began = performance.now();
    try {
      const answer = await work.apply(this, args);
      if (name === 'tend') gauge.more = answer;
      else gauge.unsettled = answer;
      return answer;
    } finally {
      gauge.slices.push(performance.now() - began);
    }
  };
}

// Between two slices, in the same turn: slots of OPFS are opened and removed by the browser itself.
const topUp = Face.prototype.topUp;
Face.prototype.topUp = async function timed() {
  const began = performance.now();
  try {
    return await topUp.apply(this);
  } finally {
    gauge.longestTopUp = Math.max(gauge.longestTopUp, performance.now() - began);
  }
};

const open = Face.open;
Face.open = async (...args) => {
  const began = performance.now();
  try {
    return await open.apply(Face, args);
  } finally {
    gauge.openMs = performance.now() - began;
  }
};

const remember = Face.prototype.remember;
Face.prototype.remember = function noted(...args) {
  gauge.unsettled = true;
  const began = performance.now();
  try {
    return remember.apply(this, args);
  } finally {
    const ms = performance.now() - began;
    gauge.longestTurn = Math.max(gauge.longestTurn, ms);
    gauge.turns += 1;
    gauge.turnsMs += ms;
  }
};
