/** A new account in three steps: where, with which words, and whether they were written down. */
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { DirectoryField, type Shown } from './directory-field.js';
import { PlaceFields, field, form } from './fields.js';
import { FreshRecovery, type Recovery } from './fresh-recovery.js';
import { entered } from './join.js';
import { NewPassphrase } from './new-passphrase.js';
import { RecoveryWords } from './recovery-words.js';
import { asItWill } from './stretched.js';

/** What was told so far. */
interface Start extends Shown { invitation: string | null }
interface Draft extends Start { passphrase: string; recovery: Recovery }

export function createForm(done: () => void): HTMLElement {
  const box = el('div', { class: 'stack' });
  const go = (step: HTMLElement): void => {
    fill(box, step);
    const first = step.querySelector<HTMLElement>('h3, input');
    if (first instanceof HTMLHeadingElement) first.tabIndex = -1;
    first?.focus();
  };
  const confirm = (draft: Draft): void => go(confirmStep(draft, () => go(wordsStep(draft, confirm)), done));
  fill(box, placeStep((start) => go(wordsStep(start, confirm))));
  return box;
}

function placeStep(next: (start: Start) => void): HTMLElement {
  const fields = new PlaceFields();
  const directory = new DirectoryField(true);
  const code = el('input', { type: 'text', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off' });
  const invited = el('details', {}, el('summary', {}, t('settings_vault_invited')), field('vault-invitation', t('settings_vault_invitation'), code));
  return form(t('settings_vault_next'), [...fields.nodes, invited, directory.node], async () => {
    const shown = await directory.readFor(fields);
    if (shown) next({ ...shown, invitation: code.value.trim() || null });
  });
}

/** The passphrase and the recovery words. */
function wordsStep({ place, invitation, proof }: Start, next: (draft: Draft) => void): HTMLElement {
  const chosen = new NewPassphrase();
  const fresh = new FreshRecovery();
  return form(t('settings_vault_written'), [...chosen.nodes, ...fresh.nodes], async () => {
    const recovery = fresh.read();
    const passphrase = await chosen.read(place.account);
    if (passphrase !== null) next({ place, invitation, proof, passphrase, recovery });
  });
}

/** Some of the words are asked for; then the account is made. */
function confirmStep(draft: Draft, back: () => void, done: () => void): HTMLElement {
  const asked = new RecoveryWords(draft.recovery.words);
  const again = el('button', { type: 'button', class: 'link', onclick: back }, t('settings_vault_back'));
  const nodes = [el('h3', {}, t('settings_vault_confirm')), el('p', {}, t('settings_vault_confirm_why')), ...asked.nodes, again];
  return form(t('settings_vault_create_do'), nodes, async (say) => {
    if (!asked.right()) return;
    const { place, invitation, proof, passphrase, recovery } = draft;
    const made = await asItWill(place, passphrase, say);
    say(t('settings_vault_asking'));
    await engine.enterVault({ kind: 'create', place, invitation, ...made, recovery: recovery.key }, proof);
    entered(done);
  });
}
