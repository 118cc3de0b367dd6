/** Pure: a long text to pieces. */

/** Cuts a text into pieces of about `size` bytes, all of much the same length, at the ends of lines where there are some. */
export function pieces(text, size) {
  const found = [];
  let left = Math.max(1, Math.round(Buffer.byteLength(text) / size));
  for (let from = 0; from < text.length; left -= 1) {
    const to = left > 1 ? end(text, from, Math.ceil((text.length - from) / left)) : text.length;
    const piece = text.slice(from, to).trim();
    if (piece) found.push(piece);
    from = to;
  }
  return found;
}

/** Where a piece of about `length` characters ends: behind a line or a word, unless that is far off; never inside of a character. */
function end(text, from, length) {
  const to = from + length;
  const [line, space] = ['\n', ' '].map((mark) => text.lastIndexOf(mark, to));
  const fit = [line, space].find((at) => at > from + length * 0.7) ?? to;
  return fit - (/[\ud800-\udbff]/.test(text[fit - 1]) ? 1 : 0);
}
