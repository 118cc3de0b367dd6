/** The life of an account across two browsers: a code, another passphrase, a revoked device, the words on paper. */
import { VaultServer } from '../../../../tools/lib/vault-server.mjs';
import { createAccount, openWay, settingsOf, synced, textOf, type } from '../../lib/account.mjs';
import { clickWords, pressWords } from '../../lib/click.mjs';
import { engineOf, tell } from '../../lib/engine.mjs';
import { until } from '../../lib/until.mjs';

const ACCOUNT = 'ada';

/** Presses what the selector finds, if it finds something. */
const pressed = (page, selector) => page.evaluate((where) => {
  const found = document.querySelector(where);
  found?.click();
  return found !== null;
}, selector);
const shown = (page, selector) => until(async () => (await textOf(page, selector)) || null, { what: `${selector} shows nothing` });

/** What the engine of a settings page says of its account's devices, by name. */
const devicesOf = async (engine) => Object.fromEntries((await engine.devices()).map((device) => [device.name, device]));

export default [{
  name: 'a device comes in by a code, the passphrase changes, a device is revoked, recovery words let one in again',
  browsers: ['firefox'],
  minutes: 8,
  async run({ launch, profile, strikes, assert }) {
    const server = await VaultServer.start({ data: profile() });
    strikes(() => server.stop());
    const place = { origin: server.origin, account: ACCOUNT };
    const desk = await settingsOf(await launch({ name: 'chrome' }));
    const { passphrase, words } = await createAccount(desk, { ...place, device: 'desk' });

    await clickWords(desk, 'Let another device in', '#vault-box');
    const code = await shown(desk, '#vault-box output');
    assert.equal(code.split(' ').length, 12);
    const sofa = await settingsOf(await launch());
    await openWay(sofa, 'Use a code');
    for (const [id, typed] of [['server', server.origin], ['device', 'sofa'], ['code', code]]) await type(sofa, `vault-${id}`, typed);
    await pressWords(sofa, 'Sign in', '#vault-form');
    await synced(sofa);
    assert.deepEqual(Object.keys(await devicesOf(engineOf(sofa))).sort(), ['desk', 'sofa']);

    await clickWords(desk, 'Change …', '#vault-box');
    await type(desk, 'vault-before', passphrase);
    const changed = await shown(desk, '#vault-box .asked output');
    assert.equal(changed.split(' ').length, 7);
    await clickWords(desk, 'Change the passphrase', '#vault-box form');
    await until(async () => /passphrase is changed/.test(await textOf(desk, '#vault-box')), { what: 'the passphrase was not changed' });

    await tell(sofa, { kind: 'sync' });
    await until(() => sofa.evaluate(() => document.getElementById('vault-again') !== null), { what: 'the sofa was not asked to sign in again' });
    await type(sofa, 'vault-again', changed);
    await clickWords(sofa, 'Sign in', '#vault-box form');
    await synced(sofa);

    await tell(desk, { kind: 'sync' });
    await until(() => pressed(desk, '[aria-label="Revoke sofa"]'), { what: 'the sofa cannot be revoked' });
    await type(desk, 'vault-passphrase', changed);
    await clickWords(desk, 'Revoke', '#vault-box form');
    await until(async () => (await devicesOf(engineOf(desk))).sofa.revoked !== null, { what: 'the sofa was not revoked' });
    assert.match((await tell(sofa, { kind: 'sync' })).fault.kind, /signIn|wrongKey/);

    await clickWords(sofa, 'Sign out', '#vault-box');
    await clickWords(sofa, 'Sign out', '#vault-box .buttons');
    await openWay(sofa, 'Use recovery words');
    for (const [id, typed] of [['server', server.origin], ['account', ACCOUNT], ['device', 'garden'], ['words', words]]) await type(sofa, `vault-${id}`, typed);
    await shown(sofa, '#vault-form output');
    await pressWords(sofa, 'Set the new passphrase', '#vault-form');
    await synced(sofa);
    const all = await devicesOf(engineOf(sofa));
    assert.equal(all.garden.this, true);
    assert.notEqual(all.sofa.revoked, null);
  },
}];
