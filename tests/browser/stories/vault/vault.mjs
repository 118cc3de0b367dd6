/** One account, two browsers and a command line, over the true server, which is killed in between. */
import { readFileSync } from 'node:fs';
import { filesBelow } from '../../../../tools/lib/paths.mjs';
import { VaultServer } from '../../../../tools/lib/vault-server.mjs';
import { createAccount, joinAccount, settingsOf, synced, textOf, type } from '../../lib/account.mjs';
import { clickWords, pressWords } from '../../lib/click.mjs';
import { engineOf, remembered, tell } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { Shelf } from '../../lib/shelf.mjs';
import { until } from '../../lib/until.mjs';

const ACCOUNT = 'ada';
const question = (q) => ({ q, sort: 'best', limit: 10, offset: 0, now: Date.now(), offsetMin: 0 });

/** Visits pages until each is remembered. `enough`: whether one was looked at for long enough: if it is left before its picture was taken it has none. */
async function see(driven, own, site, numbers, enough = () => true) {
  const page = await driven.page();
  for (const n of numbers) {
    const url = `${site.origin}/${n}`;
    site.serve(`/${n}`, pageOf(n));
    await page.bringToFront();
    await page.goto(url);
    await remembered(engineOf(own), url);
    await until(() => enough(url), { what: `${url} was not looked at for long enough` });
  }
  await page.close();
}

const round = async (own) => {
  const answer = await tell(own, { kind: 'sync' });
  if (answer.fault) throw new Error(`sync: ${answer.fault.kind}: ${answer.fault.fact}`);
};
/** The thumbnail that is shown for a page: its type, size and hash. */
const thumbOf = async (engine, url) => {
  const { lastOrdinal } = await engine.page(url);
  return lastOrdinal === null ? null : engine.image(lastOrdinal, 'thumb');
};

/** The grid shows pictures, not only title cards. */
async function showsPictures(driven) {
  const view = await driven.own('views/playback/playback.html#/grid');
  await until(() => view.evaluate(() => [...document.querySelectorAll('.tile .picture > img')].some(({ naturalWidth }) => naturalWidth > 32)), { what: 'the grid shows no picture of another device' });
  await view.close();
}

/** Which of the pages a browser does not find by their words. */
async function misses(engine, numbers) {
  const missing = [];
  for (const n of numbers) if (!await finds(engine, n)) missing.push(n);
  return missing;
}

const finds = async (engine, n) => (await engine.search(question(wordsOf(n)))).hits.some(({ url }) => url.endsWith(`/${n}`));

/** None of these words stands in any file below the folder, in any of the usual spellings. */
function assertSealed(assert, folder, words) {
  const spellings = words.flatMap((word) => [Buffer.from(word), Buffer.from(word, 'utf16le'), Buffer.from(Buffer.from(word).toString('hex')), Buffer.from(Buffer.from(word).toString('base64').slice(0, -4))]);
  for (const file of filesBelow(folder)) {
    const bytes = readFileSync(`${folder}/${file}`);
    for (const [at, word] of spellings.entries()) assert.ok(!bytes.includes(word), `${file} holds ${words[Math.floor(at / 4)]}`);
  }
}

export default [{
  name: 'two browsers and a command line share one account over a server that is killed in between',
  browsers: ['chrome'],
  minutes: 8,
  async run({ site, launch, profile, strikes, long, assert, note }) {
    const count = long ? 100 : 4;
    const seen = (from) => Array.from({ length: count }, (_, at) => from + at);
    const [first, second, third] = [seen(1_000), seen(2_000), seen(3_000)];
    const data = profile();
    let server = await VaultServer.start({ data });
    strikes(() => server.stop());

    const chrome = await launch();
    const atChrome = await settingsOf(chrome);
    const { passphrase, words } = await createAccount(atChrome, { origin: server.origin, account: ACCOUNT, device: 'desk' });
    const one = engineOf(atChrome);
    await atChrome.click('#send-thumbs');
    assert.ok(await atChrome.$eval('#send-thumbs', ({ checked }) => checked), 'the click met what it was for');
    const pictured = `${site.origin}/${first[0]}`;
    await see(chrome, atChrome, site, first, (url) => url !== pictured || thumbOf(one, url));
    await one.mutate({ page: `${site.origin}/${first[0]}` }, { kind: 'star', on: true });
    await round(atChrome);
    assert.equal((await one.vault()).unsaid, 0);

    await server.stop();
    await assert.rejects(round(atChrome), /later/);
    await until(async () => /cannot be reached/.test(await textOf(atChrome, '#vault-state')), { what: 'the settings never said that the vault is away' });
    server = await VaultServer.start({ data, port: server.port });

    const firefox = await launch({ name: 'firefox' });
    const atFirefox = await settingsOf(firefox);
    await joinAccount(atFirefox, { origin: server.origin, account: ACCOUNT, device: 'sofa' }, `${passphrase}-`);
    await until(async () => /sign in again/.test(await textOf(atFirefox, '#vault-form [role=status]')), { what: 'a wrong passphrase was not told' });
    await type(atFirefox, 'vault-passphrase', passphrase);
    await pressWords(atFirefox, 'Sign in', '#vault-form');
    await synced(atFirefox);
    const two = engineOf(atFirefox);
    const state = await two.status();
    assert.equal(state.visits, count);
    assert.equal(state.webmarks, 1);
    assert.deepEqual(await misses(two, first), [], 'pages of the desk that are not found on the sofa');

    assert.deepEqual(await thumbOf(two, pictured), await thumbOf(one, pictured), 'the picture of the desk on the sofa');
    await showsPictures(firefox);

    await see(firefox, atFirefox, site, second);
    await two.mutate({ page: `${site.origin}/${first[1]}` }, { kind: 'forget' });
    await two.mutate({ page: `${site.origin}/${first[2]}` }, { kind: 'star', on: true });
    await round(atFirefox);
    await round(atChrome);
    assert.equal((await one.status()).visits, 2 * count - 1);
    assert.deepEqual(await misses(one, [...first, ...second]), [first[1]], 'all is found on the desk but what the sofa forgot');

    const shelf = await Shelf.at(profile(), passphrase);
    await shelf.run('login', server.origin, '--account', ACCOUNT, '--device', 'shelf');
    await shelf.see(site.origin, third);
    note((await shelf.run('sync')).trim());
    await shelf.run('forget', `${site.origin}/${second[1]}`);
    await shelf.run('star', `${site.origin}/${second[2]}`);
    await shelf.run('sync');
    await round(atChrome);
    await one.mutate({ page: `${site.origin}/${third[1]}` }, { kind: 'forget' });
    await round(atChrome);
    await round(atFirefox);
    await shelf.run('sync');
    const [all, forgotten] = [[...first, ...second, ...third], [first[1], second[1], third[1]]];
    for (const engine of [one, two]) {
      assert.deepEqual(await misses(engine, all), forgotten);
      const { visits, webmarks } = await engine.status();
      assert.deepEqual({ visits, webmarks }, { visits: 3 * count - 3, webmarks: 3 });
    }
    assert.deepEqual(await shelf.misses(all), forgotten);
    assert.equal(JSON.parse(await shelf.run('search', 'is:webmark', '--json')).total, 3);

    assertSealed(assert, data, [passphrase, passphrase.split(' ').slice(0, 2).join(' '), words.split(' ').slice(0, 3).join(' '), wordsOf(first[0]), `Page ${first[0]}`, `${site.origin}/${first[0]}`, 'desk', 'sofa']);
  },
}];
