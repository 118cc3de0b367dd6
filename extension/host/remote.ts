/** The vault's server over `fetch`: one request, one answer, with limits on time and size. */

/** What the engine asks; `path` from the server's base on, `base` where another server than the account's first has it. */
export interface RemoteRequest { base: string; method: 'GET' | 'PUT' | 'POST' | 'DELETE'; path: string; headers: [string, string][]; body: Uint8Array<ArrayBuffer> }
export interface RemoteResponse { status: number; retryAfter: number | null; body: Uint8Array }

/** An answer that has not begun by then (ms) does not come; nor one that takes longer than this in all. */
const PATIENCE = 60_000;
const LONGEST_WAIT = 600_000;
/** No answer is read further, in bytes: core/engine/src/ports/remote.rs has the same. */
const LONGEST = 64 << 20;

/** Asks the server at `origin`. Rejects with a sentence when no whole answer came. */
export async function callRemote(origin: string, { method, path, headers, body }: RemoteRequest): Promise<RemoteResponse> {
  const stop = new AbortController();
  const begun = setTimeout(() => stop.abort(new Error('the server does not answer')), PATIENCE);
  const whole = setTimeout(() => stop.abort(new Error('the answer takes too long')), LONGEST_WAIT);
  try {
    const answer = await fetch(`${origin}${path}`, {
      method, headers, signal: stop.signal, ...(body.length > 0 ? { body } : {}),
      // A server that sends us elsewhere is none that the person chose; nothing of other sites goes along.
      redirect: 'error', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer',
    });
    clearTimeout(begun);
    const after = Number.parseInt(answer.headers.get('retry-after') ?? '', 10);
    return { status: answer.status, retryAfter: Number.isNaN(after) ? null : after, body: await capped(answer) };
  } finally {
    clearTimeout(begun);
    clearTimeout(whole);
  }
}

async function capped(answer: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const reader = answer.body?.getReader(); reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LONGEST) {
      await reader.cancel();
      throw new Error('the answer is too long');
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  parts.reduce((at, part) => { all.set(part, at); return at + part.length; }, 0);
  return all;
}
