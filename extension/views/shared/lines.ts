/** A file as runs of whole lines, read as a stream: a file of any size needs the memory of one run. */

export interface Run { text: string; firstLine: number; lines: number; bytesRead: number }

/** Runs of at least `size` characters (the last may be shorter), each ending with a line's end. UTF-8, a byte order mark is dropped. */
export async function* runs(file: Blob, size = 512 * 1024): AsyncGenerator<Run> {
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  let held = '';
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
    held += decoder.decode(value, { stream: !done });
    const end = held.lastIndexOf('\n') + 1;
    if (!done && (held.length < size || end === 0)) continue;
    const whole = done ? held : held.slice(0, end);
    held = held.slice(whole.length);
    if (whole !== '') yield cut(whole);
    if (done) return;
  }
}
