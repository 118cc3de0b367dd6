/** Finding in playback, in the packaged extension: what a sentence says is what the browser's own catalogue makes of it. */
import { engineOf } from '../../lib/engine.mjs';
import { until } from '../../lib/until.mjs';

const line = (n) => JSON.stringify({
  type: 'capture', site: 'sea.example', lang: 'en', url: `https://sea.example/${n}`, title: `Lighthouse ${n}`, text: 'The keepers of the lighthouse.',
  visits: [{ id: (n + 1).toString(16).padStart(32, '0'), at: Date.now() - (n + 1) * 60_000, offsetMin: 0 }],
});

export default [{
  name: 'what was meant by a mistyped word stands in the middle of the question, and leads there',
  async run({ common, assert }) {
    const driven = await common();
    const engine = engineOf(await driven.own());
    const { added } = await engine.importPart(`${[0, 1, 2].map(line).join('\n')}\n`, 1);
    assert.equal(added, 3);
    const page = await driven.own('views/playback/playback.html#/grid?q=lighthuose');
    await page.bringToFront();
    await until(() => page.evaluate(() => document.querySelector('.complaints .link') !== null), { what: 'nothing was meant' });
    assert.equal(await page.evaluate(() => document.querySelector('.complaints li').textContent), 'Did you mean lighthouse?');
    await page.evaluate(() => document.querySelector('.complaints .link').click());
    await until(() => page.evaluate(() => document.querySelector('.search input').value === 'lighthouse' && document.querySelector('.complaints').hidden));
    // The same where one searches in passing.
    for (const where of ['popup', 'panel']) {
      const small = await driven.own(`views/${where}/${where}.html`);
      await small.bringToFront();
      await small.type('#q', 'lighthuose keeper');
      await until(() => small.evaluate(() => document.querySelector('#advice p')?.textContent === 'Did you mean lighthouse keeper?'), { what: `nothing was meant in the ${where}` });
      await small.evaluate(() => document.querySelector('#advice .link').click());
      await until(() => small.evaluate(() => document.querySelector('#q').value === 'lighthouse keeper' && document.querySelector('#advice').hidden), { what: `it led nowhere in the ${where}` });
      assert.equal(await small.evaluate(() => document.activeElement.id), 'q');
    }
  },
}, {
  name: 'a last word that was not understood is told when it was typed to its end, and narrows nothing',
  async run({ common, assert }) {
    const driven = await common();
    await engineOf(await driven.own()).importPart(`${[0, 1, 2].map(line).join('\n')}\n`, 1);
    const page = await driven.own('views/playback/playback.html');
    await page.bringToFront();
    const told = () => page.evaluate(() => document.querySelector('.complaints').innerText);
    const chips = () => page.evaluate(() => [...document.querySelectorAll('.facets .chip[aria-pressed="true"]')].map((chip) => chip.textContent));
    const search = async (q) => {
      await page.evaluate(() => { const field = document.querySelector('.search input'); field.focus(); field.select(); });
      await page.keyboard.type(q);
      await until(() => page.evaluate((asked) => document.querySelector('.search input').value === asked && document.querySelectorAll('.result-title').length > 0, q), { what: `${q} found nothing` });
    };
    for (const wrong of ['on:chrismas', 'is:bookmark', 'lang:german']) {
      await search(`keepers ${wrong}`);
      assert.equal(await told(), '', 'nothing is said of a word that is being typed');
      await page.keyboard.press('Enter');
      await until(async () => (await told()).includes(wrong), { what: `${wrong} was not told` });
      assert.deepEqual(await chips(), ['Best first'], wrong);
    }
    await search('keepers on:foo');
    await page.evaluate(() => document.activeElement.blur());
    await until(async () => (await told()).includes('on:foo'), { what: 'leaving the field told nothing' });
    const other = await driven.own('views/playback/playback.html#/grid?q=keepers%20on%3Achrismas');
    await other.bringToFront();
    await until(() => other.evaluate(() => document.querySelector('.complaints')?.innerText.includes('on:chrismas')), { what: 'an address told nothing' });
  },
}];
