/** Runs in a page of the extension: pictures of pages, as large as the product makes them and in its own formats, and lines of an export with them. */

/** Draws `many` pictures and keeps them in the page; the first `own` pages of a part's lines get both of theirs. Gives the mean bytes of a thumbnail and of a full image. */
export async function drawAll(many, own) {
  const [WIDTH, HEIGHT, SMALL] = [1_280, 800, 320];
  const base64 = async (blob) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = '';
    for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    return { mime: blob.type, base64: btoa(binary), length: bytes.length };
  };
  // The engine's own qualities: core/engine/src/picture.
  const kept = async (canvas, quality) => base64(await canvas.convertToBlob({ type: 'image/webp', quality }));
  const photo = (brush, x, y, w, h, hue) => {
    const sky = brush.createLinearGradient(x, y, x + w / 3, y + h);
    sky.addColorStop(0, `hsl(${hue} 70% 70%)`);
    sky.addColorStop(1, `hsl(${hue + 60} 60% 30%)`);
    brush.fillStyle = sky;
    brush.fillRect(x, y, w, h);
    for (let i = 0; i < 16; i += 1) {
      brush.fillStyle = `hsl(${hue + i * 9} 60% ${30 + ((i * 37) % 50)}% / 60%)`;
      brush.beginPath();
      brush.arc(x + ((i * 97 + hue) % w), y + ((i * 61 + hue) % h), 6 + ((i * 13) % 40), 0, 7);
      brush.fill();
    }
  };
  const draw = (nth) => {
    const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
    const brush = canvas.getContext('2d');
    const hue = (nth * 137) % 360;
    brush.fillStyle = nth % 5 === 0 ? '#16181d' : '#fdfdfb';
    brush.fillRect(0, 0, WIDTH, HEIGHT);
    brush.fillStyle = `hsl(${hue} 50% 45%)`;
    brush.fillRect(0, 0, WIDTH, 64);
    photo(brush, 40, 96, 400 + (nth % 7) * 40, 260, hue);
    if (nth % 3 === 0) photo(brush, 820, 420, 400, 300, hue + 120);
    brush.fillStyle = nth % 5 === 0 ? '#dddddd' : '#222222';
    brush.font = '30px serif';
    brush.fillText(`A page of the memory, number ${nth}`, 40, 410);
    brush.font = '15px sans-serif';
    for (let line = 0; line < 9; line += 1) brush.fillText(`line ${line} of ${nth}: `.padEnd(90 + ((line * nth) % 20), 'what was written there once and is read again '), 40, 450 + line * 30);
    return canvas;
  };
  const all = [];
  for (let nth = 0; nth < many; nth += 1) {
    const full = draw(nth);
    const thumb = new OffscreenCanvas(SMALL, (SMALL * HEIGHT) / WIDTH);
    const brush = thumb.getContext('2d');
    brush.imageSmoothingQuality = 'medium';
    brush.drawImage(full, 0, 0, thumb.width, thumb.height);
    all.push({ thumb: await kept(thumb, 0.75), full: await kept(full, 0.7) });
  }
  globalThis.pictured = all;
  // What is handed to the bridge: lines of captures, each followed by both of its pictures.
  globalThis.partOf = (from, lines) => lines.map((line, i) => {
    const of = all[(from + i) % all.length];
    const pictures = (from + i < own ? ['thumb', 'full'] : []).map((size) => JSON.stringify({ type: 'picture', size, hash: line.picture.hash, mime: of[size].mime, base64: of[size].base64 }));
    return [JSON.stringify(line), ...pictures].join('\n');
  }).join('\n');
  const mean = (size) => Math.round(all.reduce((sum, one) => sum + one[size].length, 0) / all.length);
  return { mime: all[0].thumb.mime, thumbBytes: mean('thumb'), fullBytes: mean('full') };
}
