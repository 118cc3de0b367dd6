/** The page of the contract suites: starts workers, passes calls to them, and kills them. */
class Station {
  #worker = new Worker('worker.js', { type: 'module' });
  #waiting = new Map();
  #next = 0;
  acknowledged = {};

  constructor() {
    this.#worker.onmessage = ({ data }) => {
      if ('acknowledged' in data) this.acknowledged[data.kind] = data.acknowledged;
      else this.#waiting.get(data.id)?.(data);
    };
    this.#worker.onerror = (event) => this.#waiting.forEach((settle) => settle({ error: event.message || 'the worker broke' }));
  }

  async call(method, ...args) {
    const id = this.#next++;
    const reply = new Promise((resolve) => this.#waiting.set(id, resolve));
    this.#worker.postMessage({ id, method, args });
    const { error, result } = await reply;
    this.#waiting.delete(id);
    if (error) throw new Error(error);
    return result;
  }

  kill() { this.#worker.terminate(); }
}

/** One call in a worker of its own. */
window.once = async (method, ...args) => {
  const station = new Station();
  try {
    return await station.call(method, ...args);
  } finally {
    station.kill();
  }
};

/**
 * Lets a worker write as fast as it can, kills it after `after` ms, and says what the next worker finds:
 * what was acknowledged and is not there is lost.
 */
window.killOnce = async (name, after) => {
  const victim = new Station();
  await victim.call('begin', name);
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
  // On a busy machine the first acknowledgements may take longer than the life that it is given.
  const end = performance.now() + 60_000;
  while (!(victim.acknowledged.journal > 0 && victim.acknowledged.picture > 0) && performance.now() < end) await pause(5);
  await pause(after);
  victim.kill();
  const { journal = 0, turn = 0, picture = 0 } = victim.acknowledged;
  const began = performance.now();
  const heir = new Station();
  const found = await heir.call('inspect', name, { turn, picture });
  heir.kill();
  return { acknowledged: { journal, turn, picture }, ...found, ms: performance.now() - began };
};

window.ready = true;
