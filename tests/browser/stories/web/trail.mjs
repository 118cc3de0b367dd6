/** The trail: a link to another site, one that opens a tab of its own, routes of an application; what is typed comes from nowhere. */
import { overWeb } from '../../lib/finding.mjs';
import { remembered } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

const link = (href, id, more = '') => `<p><a id="${id}" href="${href}" ${more}>${id}</a></p>`;
/** Addresses of the trail of a page's newest visit. */
const trailOf = async ({ engine }, url) => {
  const { lastOrdinal } = await engine.page(url);
  const { before, after } = await engine.trail(lastOrdinal);
  const captions = await engine.captions([...before, ...after]);
  const urlOf = (ordinal) => captions.find((one) => one.ordinal === ordinal)?.url;
  return { before: before.map(urlOf), after: after.map(urlOf) };
};

export default overWeb([{
  name: 'where one came from and went is known across sites, tabs and routes',
  async run({ site, page, driven, at, ground, finding, assert }) {
    const elsewhere = (path) => (ground === 'http' ? site.originAs('other.test') + path : at(path));
    const [found, article, aside, typed] = [elsewhere('/search?q=amber'), at('/article'), at('/aside'), at('/typed')];
    site.serve('/search', () => pageOf(1, { title: 'Results', body: link(article, 'first') }));
    site.serve('/article', pageOf(2, { title: 'Article', body: link('/aside', 'tab', 'target="_blank" rel="noopener"')
      + '<button id="route">route</button>', script: 'document.querySelector("#route").onclick = () => { history.pushState({}, "", "/chapter"); document.title = "Chapter"; document.querySelector("main").innerHTML = "<h1>Chapter</h1><p>Wholly other words stand in this chapter of the application, and nobody has read them.</p>"; };' }), { active: true });
    site.serve('/aside', pageOf(3, { title: 'Aside' }));
    site.serve('/typed', pageOf(4, { title: 'Typed' }));
    const { engine } = finding;
    const press = (selector) => page.evaluate((which) => document.querySelector(which).click(), selector);
    await page.goto(found);
    await remembered(engine, found);
    await Promise.all([page.waitForNavigation(), page.locator('#first').click()]);
    await remembered(engine, article);
    // By hand: a tab that a script opens is none that a person does.
    await page.locator('#tab').click();
    await remembered(engine, aside);
    await page.bringToFront();
    await press('#route');
    await remembered(engine, at('/chapter'));
    await page.goto(typed);
    await remembered(engine, typed);
    assert.deepEqual(await trailOf(finding, aside), { before: [found, article], after: [] });
    assert.deepEqual(await trailOf(finding, at('/chapter')), { before: [found, article], after: [] });
    assert.deepEqual(await trailOf(finding, found), { before: [], after: [article] });
    await until(async () => String((await trailOf(finding, article)).after) === [aside, at('/chapter')].join(), { what: 'the article led to both' });
    assert.deepEqual(await trailOf(finding, typed), { before: [], after: [] });
    // Who goes back was not led there.
    const visits = async (url) => (await engine.page(url)).visits;
    await page.goto(found);
    await until(async () => await visits(found) === 2, { what: 'the search was remembered again' });
    await Promise.all([page.waitForNavigation(), page.locator('#first').click()]);
    await until(async () => await visits(article) === 2, { what: 'the article was remembered again' });
    await page.goBack();
    await until(async () => await visits(found) === 3, { what: 'going back was remembered' });
    assert.deepEqual((await trailOf(finding, found)).before, []);
    for (const open of await driven.browser.pages()) if (open !== page && (await open.evaluate(() => location.pathname).catch(() => '')) === '/aside') await open.close();
  },
}]);
