/** A wrong picture is worse than none: pages and tabs change while pictures are taken. */
import { engineOf, everything } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep } from '../../lib/until.mjs';

const COLOURS = { red: [220, 20, 20], green: [10, 150, 60], blue: [30, 60, 220], grey: [128, 128, 128] };
const HAS_PICTURE = 4;
/** Long enough (ms) for a page to be seen and pictured, even when another picture has just been taken. */
const STAY = pace.rested + 1.2 * pace.picturesApart + 200;

const changing = (name) => {
  const [r, g, b] = COLOURS[name];
  return pageOf(1, {
    title: name, colour: `rgb(${r},${g},${b})`,
    script: `let n = 0; setInterval(() => { n += 1; history.pushState(null, '', '/${name}/' + n); document.querySelector('p').textContent = '${name} ' + n + ' ' + Math.random(); }, ${STAY - 200});`,
  });
};

const apart = (a, b) => Math.hypot(...a.map((one, i) => one - b[i]));
const nearest = (colour) => Object.keys(COLOURS).reduce((best, name) => (apart(COLOURS[name], colour) < apart(COLOURS[best], colour) ? name : best));

export default [{
  name: 'tabs that change places while pictures are taken never get each other\'s picture',
  minutes: 6,
  async run({ site, common, assert, note, long }) {
    const names = ['red', 'green', 'blue'];
    for (const name of names) site.serve(`/${name}`, changing(name), { active: true });
    const driven = await common();
    const own = await driven.own();
    const engine = engineOf(own);
    const tabs = [];
    for (const name of names) {
      const page = await driven.page();
      await page.goto(`${site.origin}/${name}`);
      tabs.push(page);
    }
    const switches = long ? 500 : 25;
    for (let i = 0; i < switches; i += 1) {
      await tabs[i % tabs.length].bringToFront();
      // Some stay long enough to be seen and pictured, most are gone in the middle of it.
      await sleep(i % 5 === 0 ? STAY : 40 + ((i * 37) % 400));
    }
    await sleep(pace.rested + 2 * pace.picturesApart);
    const captions = await everything(engine);
    const wrong = [];
    let pictured = 0;
    for (let from = 0; from < captions.length; from += 256) {
      const frames = await engine.frames(from, Math.min(from + 256, captions.length));
      frames.flags.forEach((flags, i) => {
        if (!(flags & HAS_PICTURE)) return;
        pictured += 1;
        const colour = frames.colour.slice(i * 3, i * 3 + 3);
        const name = new URL(captions[from + i].url).pathname.split('/')[1];
        if (nearest(colour) !== name) wrong.push(`${captions[from + i].url} looks ${nearest(colour)} (${colour})`);
      });
    }
    note(`${switches} switches, ${captions.length} visits, ${pictured} pictures, ${wrong.length} wrong`);
    assert.deepEqual(wrong, []);
    assert.ok(pictured >= switches / 15, `only ${pictured} pictures were taken at all`);
  },
}];
