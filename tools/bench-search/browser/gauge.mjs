/** Stands under a worker, before anything of it runs: counts what is read from OPFS and the bytes that are written to it, and the time that flushes and opening take, holds the wasm's memory, answers whoever asks. */
export const gauge = { written: 0, read: { times: 0, bytes: 0, ms: 0 }, flushMs: 0, memory: null, slices: [], more: false, unsettled: false, longestTurn: 0, longestTopUp: 0, longestFlush: 0, turns: 0, turnsMs: 0, beganMs: performance.now(), instantiateMs: 0, openMs: 0 };

const handle = globalThis.FileSystemSyncAccessHandle?.prototype;
if (handle) {
  const write = handle.write;
  handle.write = function counted(...args) {
    const bytes = write.apply(this, args);
    gauge.written += bytes;
    return bytes;
  };
  const read = handle.read;
  handle.read = function timed(...args) {
    const began = performance.now();
    const bytes = read.apply(this, args);
    gauge.read.ms += performance.now() - began;
    gauge.read.bytes += bytes;
    gauge.read.times += 1;
    return bytes;
  };
  const flush = handle.flush;
  handle.flush = function timed() {
    const began = performance.now();
    flush.apply(this);
    const ms = performance.now() - began;
    gauge.flushMs += ms;
    gauge.longestFlush = Math.max(gauge.longestFlush, ms);
  };
}

const memoryIn = (things) => Object.values(things ?? {}).find((thing) => thing instanceof WebAssembly.Memory);
for (const name of ['instantiate', 'instantiateStreaming']) {
  const make = WebAssembly[name];
  WebAssembly[name] = async (source, imports) => {
    const began = performance.now();
    const made = await make.call(WebAssembly, source, imports);
    gauge.instantiateMs = performance.now() - began;
    const { exports } = made.instance ?? made;
    gauge.memory ??= memoryIn(exports) ?? Object.values(imports ?? {}).map(memoryIn).find(Boolean) ?? null;
    return made;
  };
}

const channel = new BroadcastChannel('gauge');
channel.onmessage = ({ data }) => {
  if (data !== 'read') return;
  channel.postMessage({ ...gauge, memory: gauge.memory?.buffer.byteLength ?? null });
};
