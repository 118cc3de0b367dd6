/** A new account in three steps: where, with which words, and whether they were written down. */
import type { Prelude, VaultPlace } from '../../../bridge/engine.js';
import { fault } from '../../../bridge/faults.js';
import { askKeys } from '../../../bridge/keys.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { PlaceFields, field, form } from './fields.js';
import { entered } from './join.js';
import { RecoveryWords } from './recovery-words.js';

interface Draft { place: VaultPlace; invitation: string | null; passphrase: string; recovery: { key: ArrayBuffer; words: string } }

export function createForm(done: () => void): HTMLElement {
  const box = el('div', { class: 'stack' });
  const go = (step: HTMLElement): void => {
    fill(box, step);
    const first = step.querySelector<HTMLElement>('h3, input');
    if (first instanceof HTMLHeadingElement) first.tabIndex = -1;
    first?.focus();
  };
  const confirm = (draft: Draft): void => go(confirmStep(draft, () => go(wordsStep(draft.place, draft.invitation, confirm)), done));
  fill(box, placeStep((place, invitation) => go(wordsStep(place, invitation, confirm))));
  return box;
}

function placeStep(next: (place: VaultPlace, invitation: string | null) => void): HTMLElement {
  const place = new PlaceFields();
  const code = el('input', { type: 'text', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off' });
  const invited = el('details', {}, el('summary', {}, t('settings_vault_invited')), field('vault-invitation', t('settings_vault_invitation'), code));
  return form(t('settings_vault_next'), [...place.nodes, invited], async () => {
    const where = place.read();
    if (where) next(where, code.value.trim() || null);
  });
}

/** The passphrase, made or one's own, and the recovery words. */
function wordsStep(place: VaultPlace, invitation: string | null, next: (draft: Draft) => void): HTMLElement {
  const shown = el('output', { class: 'secret', dir: 'ltr' });
  const own = el('input', { type: 'password', autocomplete: 'new-password', spellcheck: 'false', autocapitalize: 'off' });
  const ownField = el('details', {}, el('summary', {}, t('settings_vault_own')), field('vault-own', t('settings_vault_own_name'), own, t('settings_vault_own_help')));
  const copy = el('button', { type: 'button', onclick: () => void navigator.clipboard.writeText(shown.value).then(() => { copy.textContent = t('settings_vault_copied'); }) }, t('settings_vault_copy'));
  const list = el('ol', { class: 'words secret', dir: 'ltr' });
  let recovery: Draft['recovery'] | null = null;
  void Promise.all([askKeys('passphrase', {}), askKeys('freshRecovery', {})]).then(([words, fresh]) => {
    shown.value = words;
    recovery = fresh;
    fill(list, ...fresh.words.split(' ').map((word) => el('li', {}, word)));
  });
  const nodes = [
    el('h3', {}, t('settings_vault_passphrase')), el('p', {}, t('settings_vault_passphrase_why')), el('div', { class: 'asked' }, shown, copy), ownField,
    el('h3', {}, t('settings_vault_recovery')), el('p', {}, t('settings_vault_recovery_why')), list,
  ];
  return form(t('settings_vault_written'), nodes, async () => {
    if (!recovery) throw fault('retry', 'the words are not there yet');
    const chosen = own.value;
    if (chosen !== '' && !await askKeys('strongEnough', { passphrase: chosen, account: place.account })) {
      own.setCustomValidity(t('settings_vault_own_weak'));
      own.addEventListener('input', () => own.setCustomValidity(''), { once: true });
      own.reportValidity();
      return;
    }
    next({ place, invitation, passphrase: chosen || shown.value, recovery });
  });
}

/** Some of the words are asked for; then the account is made. */
function confirmStep(draft: Draft, back: () => void, done: () => void): HTMLElement {
  const asked = new RecoveryWords(draft.recovery.words);
  const again = el('button', { type: 'button', class: 'link', onclick: back }, t('settings_vault_back'));
  const nodes = [el('h3', {}, t('settings_vault_confirm')), el('p', {}, t('settings_vault_confirm_why')), ...asked.nodes, again];
  return form(t('settings_vault_create_do'), nodes, async (say) => {
    if (!asked.right()) return;
    say(t('settings_vault_stretching'));
    const { place, invitation, passphrase, recovery } = draft;
    const prelude: Prelude = await askKeys('freshPrelude', {});
    const keys = await askKeys('stretch', { passphrase, origin: place.origin, account: place.account, prelude });
    say(t('settings_vault_asking'));
    await engine.enterVault({ kind: 'create', place, invitation, seed: prelude.seed, keys, recovery: recovery.key });
    await entered(place, done);
  });
}
