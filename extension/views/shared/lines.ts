/** A file as runs of whole lines, read as a stream: a file of any size needs the memory of one run. */

export interface Run { text: string; firstLine: number; lines: number; bytesRead: number }

/** Runs of at least `size` (>= 1) characters (the last may be shorter), each ending with a line's end. UTF-8, a byte order mark is dropped. */
export async function* runs(file: Blob, size = 32 * 1024): AsyncGenerator<Run> {
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  let held = '';
  /** Where the last whole line in `held` ends; only what is new is searched, so that a line of any length is read once. */
  let end = 0;
  let firstLine = 1;
  let bytesRead = 0;
  const cut = (text: string): Run => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    const run = { text, firstLine, lines, bytesRead };
    firstLine += lines;
    return run;
  };
  for (;;) {
    const { done, value } = await reader.read();
    bytesRead += value?.byteLength ?? 0;
    const piece = decoder.decode(value, { stream: !done });
    const at = piece.lastIndexOf('\n');
    if (at >= 0) end = held.length + at + 1;
    held += piece;
    if (!done && end < size) continue;
    const whole = done ? held : held.slice(0, end);
    held = held.slice(whole.length);
    end = 0;
    if (whole !== '') yield cut(whole);
    if (done) return;
  }
}
