// The server's address is remembered, and what is where is shown in one picture of true figures.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { accessible, says, until, world } from './stage/hands.mjs';
import { surface, views } from './stage/stage.mjs';

const vault = { origin: 'https://vault.example', boundTo: 'https://vault.example', account: 'ada', device: 'AAAAAAAAAAAAAAAAAAAAAA', deviceName: 'desk', unsaid: 0 };
const sync = { account: 'ada', origin: vault.origin, running: false, lastAt: 1_772_500_000_000, fault: null, failures: 0, unsaid: 0 };
const cells = (tab, place) => tab.$eval(`#where .${place}`, (card) => Object.fromEntries([...card.querySelectorAll('dl > div')].map((row) => [row.querySelector('dt').textContent, row.querySelector('dd').textContent])));

views('the address of a server', () => {
  test('one that has answered stands in every form from then on, those before are completed, forgetting everything forgets them', async () => {
    const tab = await surface('settings', {});
    const open = async (way) => {
      await click(tab, `#vault-box .buttons button:nth-of-type(${way})`);
      await until(tab, () => document.activeElement?.closest('#vault-form'));
    };
    for (const server of ['old.example', 'vault.example', 'old.example', 'vault.example']) {
      await open(1);
      await tab.$eval('#vault-server', (input) => { input.value = ''; });
      await tab.type('#vault-server', server);
      await tab.type('#vault-account', 'ada');
      await click(tab, '#vault-form [type=submit]');
      await until(tab, () => document.querySelector('#vault-form .words') !== null);
    }
    for (const way of [1, 2, 4]) {
      await open(way);
      await until(tab, () => document.querySelector('#vault-server').value === 'vault.example');
      assert.deepEqual(await tab.$$eval('#vault-server-list option', (all) => all.map(({ value }) => value)), ['vault.example', 'old.example']);
    }
    await tab.type('#clear-words', 'forget everything');
    await click(tab, '#clearing .danger');
    await says(tab, '#clearing', 'Everything is forgotten.');
    assert.equal(await world(tab, () => globalThis.world.settings.vaultServers), undefined);
    await open(2);
    assert.equal(await tab.$eval('#vault-server', ({ value }) => value), '');
  });

  test('one that does not answer is not remembered', async () => {
    const tab = await surface('settings', { noServer: { kind: 'later', fact: 'away' } });
    await click(tab, '#vault-box .buttons button:nth-of-type(1)');
    await until(tab, () => document.querySelector('#vault-server') !== null);
    for (const [id, words] of [['server', 'typo.example'], ['account', 'ada']]) await tab.type(`#vault-${id}`, words);
    await click(tab, '#vault-form [type=submit]');
    await says(tab, '#vault-form', 'cannot be reached');
    assert.equal(await world(tab, () => globalThis.world.settings.vaultServers), undefined);
  });
});

views('what is where', () => {
  test('this device, the vault and the others: what each holds, who can read it, until when', async () => {
    const tab = await surface('settings', { vault, sync });
    await says(tab, '#where .vault', '4.2 MB of 100 MB, plan “free”');
    const status = await tab.evaluate(() => globalThis.engine.status());
    const here = await cells(tab, 'here');
    assert.ok(here.Texts.startsWith(`${status.pages} pages since `), here.Texts);
    assert.equal(here.WebMarks, String(status.webmarks));
    assert.ok(here['Small pictures'].startsWith(`${status.pictureCount}, `), here['Small pictures']);
    assert.equal(here.Kept, 'for ever');
    assert.deepEqual(await cells(tab, 'vault'), {
      Texts: '4 MB since 16 Feb 2026', WebMarks: '200 kB', 'Small pictures': 'none: they are not sent', 'Full pictures': 'never', 'Who can read it': 'nobody: it is sealed', Kept: 'The oldest until 4 Mar 2026; WebMarks for ever',
    });
    await says(tab, '#where .others', '<b>sofa</b>');
    assert.ok(!(await tab.$eval('#where .others', (card) => card.textContent)).includes('lost phone'), 'who is locked out is none of them');
  });

  test('it follows what is set', async () => {
    const tab = await surface('settings', { vault, sync });
    await says(tab, '#where .vault', '4.2 MB of 100 MB');
    await tab.select('#text-days', '90');
    await says(tab, '#where .here', 'Texts of the last 90 days');
    await click(tab, '#send-thumbs');
    await until(tab, () => [...document.querySelectorAll('#where .vault dd')].some(({ textContent }) => textContent === 'none'));
    const kept = await surface('settings', { vault, sync, settings: { retentionDays: 365 } });
    await says(kept, '#where .here', 'for 365 days; WebMarks for ever');
  });

  test('the link at the account leads to it; while the vault is away this device is told of all the same', async () => {
    const tab = await surface('settings', { vault, sync, delay: 1_000 });
    await until(tab, () => document.querySelector('#where .here') !== null);
    assert.equal((await cells(tab, 'vault')).Texts, '…');
    await click(tab, 'a[href="#where"]');
    await until(tab, () => document.querySelector('#where').getBoundingClientRect().top < innerHeight);
    await says(tab, '#where .vault', '4.2 MB');
  });

  for (const [name, shape, options] of [['at 320 px in the dark and in German', { lang: 'de' }, { width: 320, dark: true }], ['from the right', { rtl: true }, {}]]) {
    test(`it can be read ${name}`, async () => {
      const tab = await surface('settings', { vault, sync, ...shape }, options);
      await says(tab, '#where .vault', '4,2 MB'.replace(',', shape.lang === 'de' ? ',' : '.'));
      await accessible(tab, `what is where ${name}`);
      const cut = await tab.$$eval('#where *', (all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== 'inline').map((one) => one.className || one.tagName));
      assert.deepEqual(cut, []);
    });
  }
});
