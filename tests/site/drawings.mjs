/** Drawings for the sample pages: each made of a few shapes and a number, so that no two pages have the same. No text in them. */

/** A row of numbers in 0..1 that depends on nothing but the seed. */
export function dice(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const WIDE = 1200;
const TALL = 480;
const r = (value) => Math.round(value * 10) / 10;
const times = (n, shape) => Array.from({ length: n }, (_, i) => shape(i)).join('');
const rect = (x, y, w, h, fill, more = '') => `<rect x="${r(x)}" y="${r(y)}" width="${r(w)}" height="${r(h)}" fill="${fill}" ${more}/>`;
const circle = (x, y, size, fill, more = '') => `<circle cx="${r(x)}" cy="${r(y)}" r="${r(size)}" fill="${fill}" ${more}/>`;
const line = (points, stroke, width, more = '') => `<path d="${points}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" ${more}/>`;

/** A ridge from the left edge to the right, closed at the bottom. */
function ridge(roll, base, swing, steps, fill) {
  let path = `M0 ${TALL}L0 ${r(base)}`;
  for (let i = 1; i <= steps; i += 1) path += `Q${r(((i - 0.5) * WIDE) / steps)} ${r(base - swing * roll())} ${r((i * WIDE) / steps)} ${r(base + swing * (roll() - 0.5))}`;
  return `<path d="${path}L${WIDE} ${TALL}Z" fill="${fill}"/>`;
}

function orchard(roll, { ink, tint, accent }) {
  const tree = (x, y, size) => rect(x - size * 0.06, y, size * 0.12, size * 0.9, ink)
    + times(6, () => circle(x + (roll() - 0.5) * size, y - roll() * size * 0.7, size * (0.28 + roll() * 0.2), tint, 'opacity=".85"'))
    + times(9, () => circle(x + (roll() - 0.5) * size * 1.1, y - roll() * size * 0.8 + size * 0.1, size * 0.055, accent));
  return circle(200 + roll() * 800, 110, 56, '#fff3c4') + ridge(roll, 300, 90, 5, '#b9cf9d') + times(6, (i) => tree(100 + i * 205 + roll() * 60, 250 + roll() * 60, 90 + roll() * 60))
    + ridge(roll, 420, 40, 4, '#7f9f5f');
}

function plate(roll, { ink, tint, accent }) {
  const [x, y] = [WIDE / 2 + (roll() - 0.5) * 60, TALL / 2];
  const food = [accent, '#d98e32', '#7b9b47', '#b5402f', '#f1d9a0'];
  return times(24, (i) => rect(i * 50, 0, 25, TALL, '#fff', 'opacity=".16"')) + circle(x + 10, y + 14, 200, ink, 'opacity=".18"') + circle(x, y, 200, '#fffdf8') + circle(x, y, 146, '#f3ece0')
    + times(26, (i) => circle(x + Math.cos(i * 2.4) * roll() * 110, y + Math.sin(i * 2.4) * roll() * 110, 14 + roll() * 26, food[Math.floor(roll() * food.length)]))
    + rect(x - 330, y - 150, 14, 300, ink, 'rx="7"') + rect(x + 290, y - 150, 12, 300, ink, 'rx="6"') + `<ellipse cx="${r(x + 296)}" cy="${y - 130}" rx="26" ry="44" fill="${ink}"/>` + circle(x - 470, y + 90, 70, tint);
}

function blueprint(roll, { tint, accent }) {
  const pale = `stroke="${tint}" stroke-width="1" opacity=".25"`;
  const wheel = (x, y, size, spokes) => `<circle cx="${x}" cy="${y}" r="${size}" fill="none" stroke="${tint}" stroke-width="3"/><circle cx="${x}" cy="${y}" r="${r(size * 0.16)}" fill="none" stroke="${accent}" stroke-width="3"/>`
    + times(spokes, (i) => line(`M${x} ${y}L${r(x + Math.cos((i * 6.283) / spokes) * size)} ${r(y + Math.sin((i * 6.283) / spokes) * size)}`, tint, 1.5));
  return times(25, (i) => `<path d="M${i * 50} 0V${TALL}" ${pale}/>`) + times(10, (i) => `<path d="M0 ${i * 50}H${WIDE}" ${pale}/>`)
    + wheel(300 + Math.round(roll() * 120), 240, 130 + Math.round(roll() * 50), 8 + Math.floor(roll() * 20)) + wheel(840 + Math.round(roll() * 120), 250, 80 + Math.round(roll() * 90), 6 + Math.floor(roll() * 12))
    + line(`M120 430H1080M120 415v30M1080 415v30`, accent, 2) + line(`M420 240L${600 + roll() * 60} ${120 + roll() * 60}L880 250`, accent, 4);
}

function stars(roll, { tint, accent }) {
  const points = Array.from({ length: 7 }, (_, i) => [120 + i * 150 + roll() * 70, 70 + roll() * 230]);
  return times(170, () => circle(roll() * WIDE, roll() * 400, 0.6 + roll() * 1.9, '#fff', `opacity="${r(0.3 + roll() * 0.7)}"`))
    + line(points.map(([x, y], i) => `${i ? 'L' : 'M'}${r(x)} ${r(y)}`).join(''), tint, 1.2, 'opacity=".7"') + points.map(([x, y]) => circle(x, y, 4.5, '#fff')).join('')
    + circle(950, 110, 52, accent) + circle(930 + roll() * 20, 98, 46, '#101a3a') + ridge(roll, 400, 90, 6, '#0a1024') + ridge(roll, 440, 50, 8, '#05070f');
}

function sea(roll, { ink, tint, accent }) {
  const tower = 480 + roll() * 240;
  const wave = (y, fill, opacity) => `<path d="M0 ${TALL}V${y}${times(12, (i) => `q${25} ${-18 - roll() * 14} 50 0t50 0`)}V${TALL}Z" fill="${fill}" opacity="${opacity}"/>`;
  return circle(tower + (roll() > 0.5 ? 120 : -110), 150, 56, '#ffe9b8') + `<path d="M${r(tower)} 130L${r(tower - 460)} 40V220Z" fill="#fff6d5" opacity=".55"/>` + ridge(roll, 350, 60, 3, ink)
    + `<path d="M${r(tower - 26)} 330L${r(tower - 16)} 140H${r(tower + 16)}L${r(tower + 26)} 330Z" fill="#fff"/>` + times(3, (i) => rect(tower - 22 + i, 180 + i * 50, 44 - i * 2 + 2, 22, accent))
    + rect(tower - 18, 112, 36, 28, ink) + `<path d="M${r(tower - 22)} 112L${r(tower)} 88L${r(tower + 22)} 112Z" fill="${accent}"/>` + wave(350, tint, 0.8) + wave(385, tint, 1) + wave(425, ink, 0.85);
}

function marble(roll, { ink, tint, accent }) {
  const colours = [ink, tint, accent, '#f6efe2', '#d9a441'];
  return times(30, (i) => {
    const y = i * 18 - 20;
    return `<path d="M-20 ${y}${times(10, () => `c40 ${r(-40 + roll() * 60)} 80 ${r(60 - roll() * 40)} 124 ${r((roll() - 0.5) * 14)}`)}V${TALL + 20}H-20Z" fill="${colours[(i + Math.floor(roll() * 2)) % colours.length]}"/>`;
  });
}

function strings(roll, { ink, tint, accent }) {
  return times(9, (i) => {
    const [y, swing, half] = [50 + i * 47, 8 + roll() * 30, 1200 / (2 + i)];
    return line(`M0 ${y}${times(2 + i, (n) => `q${r(half / 2)} ${r(n % 2 ? swing : -swing)} ${r(half)} 0`)}`, i % 3 === 0 ? accent : tint, 2 + (8 - i) * 0.5);
  }) + times(5, () => circle(roll() * WIDE, roll() * TALL, 8 + roll() * 30, ink, 'opacity=".5"'));
}

function stones(roll, { ink, tint, accent }) {
  const greys = [ink, tint, '#9aa0a6', '#7c828a', '#b9bdc1'];
  return times(7, (row) => {
    let [x, out] = [-20 - roll() * 60, ''];
    while (x < WIDE) {
      const wide = 60 + roll() * 130;
      out += rect(x, row * 70 + 4 + roll() * 4, wide - 7, 60 + roll() * 4, greys[Math.floor(roll() * greys.length)], `rx="${r(8 + roll() * 14)}"`);
      x += wide;
    }
    return out;
  }) + circle(200 + roll() * 800, 60, 10, accent);
}

function rails(roll, { ink, tint, accent }) {
  const lamp = (x, lit) => rect(x, 90, 34, 96, ink, 'rx="17"') + rect(x + 14, 186, 6, 160, ink) + circle(x + 17, 114, 11, lit ? '#43484f' : '#e5484d') + circle(x + 17, 160, 11, lit ? accent : '#43484f');
  return ridge(roll, 260, 110, 6, tint) + rect(0, 330, WIDE, 150, '#8d8578') + times(30, (i) => `<path d="M${i * 44 - 40} 480L${r(300 + i * 21)} 330h6L${i * 44 - 18} 480Z" fill="#5d5348"/>`)
    + line('M60 480L420 330M1140 480L760 330', '#dfe3e6', 7) + line(`M500 480L${r(560 + roll() * 40)} 330`, '#dfe3e6', 5) + lamp(150 + roll() * 120, true) + lamp(960 - roll() * 120, roll() > 0.5);
}

function hills(roll, { ink, tint, accent }) {
  return circle(200 + roll() * 800, 120, 50 + roll() * 20, accent) + [tint, ink].map((fill, i) => ridge(roll, 250 + i * 80, 150 - i * 40, 4 + i, fill)).join('')
    + times(14, (i) => `<path d="M${r(40 + i * 86 + roll() * 30)} 440l22 ${r(-70 - roll() * 50)}l22 ${120}z" fill="${ink}"/>`) + ridge(roll, 430, 30, 4, tint);
}

const DRAWN = { orchard, plate, blueprint, stars, sea, marble, strings, stones, rails, hills };

/** The drawing of a kind as an SVG that fills its box. `palette`: { paper, ink, tint, accent }. */
export function drawing(kind, seed, palette) {
  const roll = dice(seed);
  // Another light on every page of a site.
  const light = `hue-rotate(${Math.round((roll() - 0.5) * 90)}deg) brightness(${r(0.9 + roll() * 0.2)})`;
  const sky = `<rect width="${WIDE}" height="${TALL}" fill="${palette.sky}"/>`;
  return `<svg class="art" viewBox="0 0 ${WIDE} ${TALL}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" style="filter:${light}">${sky}${DRAWN[kind](roll, palette)}</svg>`;
}
