/** An account of a vault, made and joined in the settings as a person does it. */
import { clickWords, pressWords } from './click.mjs';
import { until } from './until.mjs';

/** Types into a field of the settings as a person does. */
export const type = (page, id, text) => page.evaluate((field, words) => {
  const input = document.getElementById(field);
  input.value = words;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}, id, text);
export const textOf = (page, selector) => page.evaluate((where) => document.querySelector(where)?.textContent ?? '', selector);
const settled = (page) => until(() => page.evaluate(() => document.body.dataset.settled === 'true'), { what: 'the settings never settled' });

/** The settings, at the vault's section. */
export async function settingsOf(driven) {
  const page = await driven.own('views/settings/settings.html#vault');
  await settled(page);
  return page;
}

/** Opens one of the ways into a vault. */
export async function openWay(page, words) {
  await clickWords(page, words, '#vault-box');
  await until(() => page.evaluate(() => document.getElementById('vault-server') !== null));
}

async function fillPlace(page, { origin, account, device }) {
  await type(page, 'vault-server', origin);
  await type(page, 'vault-account', account);
  await type(page, 'vault-device', device);
}

/** Makes an account as a new user does; gives its passphrase and recovery words. */
export async function createAccount(page, place) {
  await openWay(page, 'Create an account');
  await fillPlace(page, place);
  await pressWords(page, 'Continue', '#vault-box');
  const words = await until(async () => (await page.evaluate(() => [...document.querySelectorAll('#vault-box .words li')].map((one) => one.textContent))).join(' '));
  const passphrase = await until(() => textOf(page, '#vault-box output'));
  await clickWords(page, 'I have written them down', '#vault-box');
  await until(() => page.evaluate(() => document.querySelectorAll('.asked-words input').length === 4));
  await page.evaluate((all) => {
    for (const input of document.querySelectorAll('.asked-words input')) input.value = all[Number(input.id.split('-').at(-1))];
  }, words.split(' '));
  await clickWords(page, 'Create the account', '#vault-box');
  await synced(page);
  return { passphrase, words };
}

/** Signs in as a new device; whether it went well is to be seen on the page. */
export async function joinAccount(page, place, passphrase) {
  await openWay(page, 'Sign in');
  await fillPlace(page, place);
  await type(page, 'vault-passphrase', passphrase);
  await pressWords(page, 'Sign in', '#vault-form');
}

/** The first round is done. */
export const synced = (page) => until(async () => /^Synced /.test(await textOf(page, '#vault-state')), { what: 'it was never synced' });

