/** The extension starts anew, as it does with each update: every tab that is open goes on being remembered when it is looked at. */
import { Finding, stay } from '../../lib/finding.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { sleep, until } from '../../lib/until.mjs';

const APP = `globalThis.go = (path, words) => { history.pushState({}, '', path); document.title = 'Gone to ' + path;
  document.querySelector('p').textContent = 'The words are now ' + words + ' and they are as long as those before.'; };`;

async function startAnew(driven, own) {
  if (driven.name === 'chrome') {
    // Chromium starts an unpacked extension anew in its developer's mode only.
    const page = await driven.page();
    await page.goto('chrome://extensions/');
    await page.evaluate(() => globalThis.chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }));
    await page.close();
  }
  void own.evaluate(() => (globalThis.browser ?? globalThis.chrome).runtime.reload()).catch(() => undefined);
  await sleep(2_000);
  return until(() => driven.own().catch(() => null), { what: 'the extension did not come again' });
}

export default [{
  slow: true, name: 'tabs that are open when the extension starts anew go on being remembered',
  async run({ site, launch, assert }) {
    const paths = ['/front', '/behind', '/never'];
    for (const [n, path] of paths.entries()) site.serve(path, pageOf(n + 1, { script: APP }), { active: true });
    const driven = await launch();
    const own = await driven.own();
    const tabs = [];
    for (const path of paths) {
      const tab = await driven.page();
      await tab.bringToFront();
      await tab.goto(site.origin + path);
      // The last one is hidden before it was seen.
      await stay(path === '/never' ? 0 : 3_500, tab);
      tabs.push(tab);
    }
    const finding = new Finding(await startAnew(driven, own));
    for (const [n, tab] of tabs.entries()) {
      await tab.bringToFront();
      await stay(4_000, tab);
      await tab.evaluate((path, words) => globalThis.go(path, words), `/then${n}`, wordsOf(50 + n));
      await stay(5_000, tab);
    }
    await finding.rest();
    const urls = (await finding.all()).map(({ url }) => url.replace(site.origin, ''));
    for (const [n] of tabs.entries()) assert.deepEqual(await finding.of(wordsOf(50 + n)), [`${site.origin}/then${n}`], urls.join(' '));
    assert.equal((await finding.of(wordsOf(3))).length, 1, 'what was first looked at after it');
    assert.equal(new Set(urls).size, urls.length, `no page was kept by two scripts: ${urls.join(' ')}`);
  },
}];
