/** What is seen on a picture, found by its pixels. */

/** Runs in a page of the extension. */
async function inPage(base64, [red, green, blue]) {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  const isOf = (at) => Math.abs(data[4 * at] - red) + Math.abs(data[4 * at + 1] - green) + Math.abs(data[4 * at + 2] - blue) < 150;
  const seen = new Uint8Array(width * height);
  const blobs = [];
  for (let start = 0; start < seen.length; start += 1) {
    if (seen[start] || !isOf(start)) continue;
    const box = [width, height, 0, 0];
    const stack = [start];
    seen[start] = 1;
    let size = 0;
    while (stack.length > 0) {
      const at = stack.pop();
      const [x, y] = [at % width, Math.floor(at / width)];
      size += 1;
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x + 1); box[3] = Math.max(box[3], y + 1);
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        const [nx, ny] = [x + dx, y + dy];
        const next = ny * width + nx;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height || seen[next] || !isOf(next)) continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
    if (size > 80) blobs.push(box);
  }
  return { width, height, blobs };
}

/** Size of a picture, and the patches of one colour on it: [left, top, right, bottom] each. */
export const blobsOf = (page, base64, colour) => page.evaluate(inPage, base64, colour);
