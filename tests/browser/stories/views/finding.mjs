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
}];
