/** Firefox asks the person before anything may go to a vault: in the click that sets one up, and before its server hears a word. */
import { createServer } from 'node:http';
import { joinAccount, settingsOf, textOf } from '../../lib/account.mjs';
import { until } from '../../lib/until.mjs';

const KINDS = ['authenticationInfo', 'bookmarksInfo', 'browsingActivity', 'websiteContent'];
const given = (page) => page.evaluate(() => globalThis.browser.permissions.getAll().then(({ data_collection: kinds }) => [...kinds ?? []].sort()));

/** A server that knows nobody, and notes who comes. */
async function nobody(strikes) {
  const asked = [];
  const server = createServer((request, response) => { asked.push(request.url); response.writeHead(404).end(); });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  strikes(() => { server.closeAllConnections(); server.close(); });
  return { asked, origin: `http://127.0.0.1:${server.address().port}` };
}

export default [{
  name: 'nothing may be sent until it was allowed in the click that joins a vault',
  browsers: ['firefox'],
  async run({ launch, strikes, assert }) {
    const { asked, origin } = await nobody(strikes);
    const driven = await launch();
    const page = await settingsOf(driven);
    assert.deepEqual(await given(page), []);
    await joinAccount(page, { origin, account: 'ada', device: 'desk' }, 'one two three');
    await until(async () => String(await given(page)) === String(KINDS), { what: 'it was not asked', within: 15_000 });
    await until(() => asked.length > 0, { what: 'the server was never asked' });
    await until(async () => (await textOf(page, '#vault-form .wrong')) !== '', { what: 'a server that knows nobody was believed' });
  },
}, {
  name: 'a no to what may be sent is a no: the form says so and the server hears nothing',
  browsers: ['firefox'],
  async run({ launch, strikes, assert }) {
    const { asked, origin } = await nobody(strikes);
    const driven = await launch();
    const page = await settingsOf(driven);
    // Nobody can press what Firefox asks with: its answer is put in its place.
    await page.evaluate(() => { globalThis.browser.permissions.request = async () => false; });
    await joinAccount(page, { origin, account: 'ada', device: 'desk' }, 'one two three');
    await until(async () => (await textOf(page, '#vault-form [role=alert]')).startsWith('Without this permission'), { what: 'the form said nothing' });
    assert.deepEqual([await given(page), asked], [[], []]);
  },
}];
