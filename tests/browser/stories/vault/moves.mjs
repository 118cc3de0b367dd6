/** A vault's server that begins on this machine, gets TLS and another address, and is put back from a backup of the day before. */
import { cpSync } from 'node:fs';
import { VaultServer } from '../../../../tools/lib/vault-server.mjs';
import { createAccount, joinAccount, settingsOf, synced, textOf, type } from '../../lib/account.mjs';
import { click, clickWords, pressWords } from '../../lib/click.mjs';
import { engineOf, remembered, tell } from '../../lib/engine.mjs';
import { trust } from '../../lib/firefox-inside.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { NO_CERTIFICATE, tlsFront } from '../../lib/tls.mjs';
import { until } from '../../lib/until.mjs';

const ACCOUNT = 'ada';
const has = (page, selector) => until(() => page.evaluate((where) => document.querySelector(where) !== null, selector), { what: `there is no ${selector}` });
const finds = async (engine, n) =>
  (await engine.search({ q: wordsOf(n), sort: 'best', limit: 10, offset: 0, now: Date.now(), offsetMin: 0 })).hits.some(({ url }) => url.endsWith(`/${n}`));
const allFound = (engine, numbers, who) =>
  until(async () => (await Promise.all(numbers.map((n) => finds(engine, n)))).every(Boolean), { what: `${who} does not find all pages` });

async function see(driven, own, site, n) {
  site.serve(`/${n}`, pageOf(n));
  const page = await driven.page();
  await page.bringToFront();
  await page.goto(`${site.origin}/${n}`);
  await remembered(engineOf(own), `${site.origin}/${n}`);
  await page.close();
}

const round = (own) => tell(own, { kind: 'sync' });

/** What is not done any more is not asked for any more. */
async function goesOn(own) {
  const answer = await round(own);
  if (answer.fault?.kind !== 'rolledBack') throw new Error(`the server was put back, and is told as ${JSON.stringify(answer)}`);
  await has(own, '#vault-anew');
  await clickWords(own, 'Go on', '#vault-anew');
  await synced(own);
  await until(() => own.evaluate(() => document.querySelector('#vault-anew') === null), { what: 'it is asked again' });
}

export default [{
  name: 'a server begins on this machine, gets TLS and another address, and is put back from a backup',
  browsers: ['firefox'],
  minutes: 8,
  async run({ launch, profile, site, strikes, skip, assert }) {
    const [data, backup] = [profile(), profile()];
    const front = await tlsFront(profile()) ?? skip(NO_CERTIFICATE);
    strikes(() => front.close());
    let server = await VaultServer.start({ data });
    strikes(() => server.stop());
    const atChrome = await launch({ name: 'chrome', args: [`--ignore-certificate-errors-spki-list=${front.keyHash}`] });
    const atFirefox = await launch();
    await trust(atFirefox, front.authority);
    const [desk, sofa] = [await settingsOf(atChrome), await settingsOf(atFirefox)];
    const [one, two] = [engineOf(desk), engineOf(sofa)];

    // As README says it: an account here, then TLS in front, then a device that knows the server by its name alone.
    const { passphrase } = await createAccount(desk, { origin: server.origin, account: ACCOUNT, device: 'desk' });
    await see(atChrome, desk, site, 1);
    await round(desk);
    front.passTo(server.origin);
    await joinAccount(sofa, { origin: front.origin, account: ACCOUNT, device: 'sofa' }, passphrase);
    await has(sofa, '#vault-former');
    assert.match(await textOf(sofa, '#vault-form'), new RegExp(`when the address was ${server.origin}`));
    await click(sofa, '#vault-former');
    await pressWords(sofa, 'Sign in', '#vault-form');
    await synced(sofa);
    await allFound(two, [1], 'the sofa');

    // The device that was there is told the new address, and stays the same device.
    const before = await one.vault();
    await click(desk, '#vault-address-change');
    await type(desk, 'vault-address', front.origin);
    await type(desk, 'vault-move', passphrase);
    await clickWords(desk, 'Sign in', '#vault-box form');
    await until(async () => (await one.vault()).origin === front.origin, { what: 'the desk is not at the new address' });
    await synced(desk);
    assert.deepEqual(await one.vault().then(({ device, boundTo }) => ({ device, boundTo })), { device: before.device, boundTo: server.origin });

    // The disk of the day before.
    await server.stop('SIGTERM');
    cpSync(data, backup, { recursive: true });
    server = await VaultServer.start({ data });
    front.passTo(server.origin);
    await see(atFirefox, sofa, site, 2);
    await see(atChrome, desk, site, 3);
    for (const own of [sofa, desk, sofa]) assert.equal((await round(own)).fault, undefined);
    for (const [engine, who] of [[one, 'the desk'], [two, 'the sofa']]) await allFound(engine, [1, 2, 3], who);
    await server.stop('SIGTERM');
    server = await VaultServer.start({ data: backup });
    front.passTo(server.origin);
    await goesOn(desk);
    await goesOn(sofa);
    for (const own of [desk, sofa]) assert.equal((await round(own)).fault, undefined);
    const fresh = await settingsOf(await launch({ name: 'chrome', args: [`--ignore-certificate-errors-spki-list=${front.keyHash}`] }));
    await joinAccount(fresh, { origin: front.origin, account: ACCOUNT, device: 'garden' }, passphrase);
    await has(fresh, '#vault-former');
    await click(fresh, '#vault-former');
    await pressWords(fresh, 'Sign in', '#vault-form');
    await synced(fresh);
    await allFound(engineOf(fresh), [1, 2, 3], 'a device that comes later');
  },
}];
