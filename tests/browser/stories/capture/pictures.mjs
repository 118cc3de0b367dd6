/** A wrong picture is worse than none: pages and tabs change while pictures are taken. */
import { engineOf, everything } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

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

/** The name of the colour that the picture of a page has. */
async function colourOf(engine, url) {
  const { lastOrdinal } = await engine.page(url);
  if (lastOrdinal === null) return 'nothing';
  const { colour, flags } = await engine.frames(lastOrdinal, lastOrdinal + 1);
  return flags[0] & HAS_PICTURE ? nearest(colour.slice(0, 3)) : 'nothing';
}

const GREEN = `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="900" height="640"><rect width="900" height="640" fill="rgb(${COLOURS.green})"/></svg>`)}`;

const WALL = 'position:fixed;inset:0;z-index:9;background:rgb(30,60,220)';
/** Walls before a green page, each with how it goes: by style, out of the document, as a dialog, in a closed tree of its own. */
const WALLS = {
  hidden: `<div id="wall" style="${WALL}"><button onclick="wall.style.display = 'none'">Agree</button></div>`,
  removed: `<div id="wall" style="${WALL}"><button onclick="wall.remove()">Agree</button></div>`,
  dialog: `<dialog id="wall" style="width:100vw;height:100vh;max-width:none;max-height:none;${WALL}"><button onclick="wall.close()">Agree</button></dialog><script>wall.showModal()</script>`,
  shadow: `<div id="wall"></div><script>wall.attachShadow({ mode: 'closed' }).innerHTML = '<div style="${WALL}"></div>'</script><button style="position:fixed;z-index:10" onclick="wall.remove()">Agree</button>`,
};

export default [{
  name: 'a page under a consent wall is pictured again when the wall has gone, and only then',
  async run({ site, common, assert }) {
    const driven = await common();
    const engine = engineOf(await driven.own());
    const page = await driven.page();
    await page.bringToFront();
    for (const [name, wall] of Object.entries(WALLS)) {
      const url = `${site.origin}/wall/${name}`;
      const late = `setTimeout(() => { document.querySelector('img').src = '${GREEN}'; }, ${pace.of(4_000)});`;
      site.serve(`/wall/${name}`, pageOf(1, { title: name, colour: `rgb(${COLOURS.green})`, body: `${'<p>And one more line.</p>'.repeat(40)}<img width="900" height="640" alt="">${wall}`, script: late }), { active: true, headers: { 'content-security-policy': '' } });
      await page.goto(url);
      await until(async () => await colourOf(engine, url) === 'blue', { what: `there was no first picture: ${name}` });
      await sleep(pace.of(8_000));
      assert.equal(await colourOf(engine, url), 'blue', name);
      await page.evaluate(() => document.querySelector('button').click());
      await until(async () => await colourOf(engine, url) === 'green', { what: `the picture is still that of the wall: ${name}` });
    }
    assert.equal((await everything(engine)).length, Object.keys(WALLS).length, 'one visit each');
  },
}, {
  name: 'a page whose pictures come late is pictured again, in its visit or in its next one',
  async run({ site, common, assert }) {
    const grey = (script) => pageOf(1, { colour: `rgb(${COLOURS.grey})`, body: '<img width="900" height="640" alt="">', script });
    site.serve('/gallery', grey(`globalThis.come = () => { document.querySelector('img').src = '${GREEN}'; };`), { active: true, headers: { 'content-security-policy': '' } });
    let visits = 0;
    site.serve('/sheet', () => grey(`globalThis.come = () => { document.body.style.background = 'rgb(${COLOURS.green})'; }; if (${(visits += 1) > 1}) globalThis.come();`), { active: true });
    const driven = await common();
    const engine = engineOf(await driven.own());
    const page = await driven.page();
    await page.bringToFront();
    const becomes = (path, colour) => until(async () => await colourOf(engine, `${site.origin}${path}`) === colour, { what: `the picture of ${path} is not ${colour}` });
    // What comes late comes when it was pictured without it, however long that took.
    const come = () => page.evaluate(() => globalThis.come());
    await page.goto(`${site.origin}/gallery`);
    await becomes('/gallery', 'grey');
    await come();
    await becomes('/gallery', 'green');
    await page.goto(`${site.origin}/sheet`);
    await becomes('/sheet', 'grey');
    await come();
    await sleep(pace.of(5_000));
    await page.goto('about:blank');
    await page.goto(`${site.origin}/sheet`);
    await becomes('/sheet', 'green');
    assert.equal((await everything(engine)).length, 3, 'three visits');
  },
}, {
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
