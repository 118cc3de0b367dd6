/** Into an account by the code of a device that has it: the code is all that is wanted, for it says where the account is. */
import { askKeys } from '../../../bridge/keys.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { CodeField } from './code-field.js';
import { DirectoryField } from './directory-field.js';
import { PlaceFields, form } from './fields.js';
import { entered } from './join.js';
import { shortAddress } from './pairing-code.js';
import { telling } from './told.js';

export function pairForm(done: () => void): HTMLElement {
  const fields = new PlaceFields(false);
  const field = new CodeField((isBare) => fields.server.show(isBare));
  const directory = new DirectoryField(false);
  fields.server.show(false);
  return form(t('settings_vault_join_do'), [field.node, ...fields.nodes, directory.node], async (say) => {
    const { origin: own, words } = field.read();
    const origin = own ?? fields.server.read();
    if (origin === null || !await directory.mayAsk()) return;
    const code = await telling(askKeys('codeOf', { words }), { invalid: t('settings_vault_code_mistyped') });
    say(t('settings_vault_asking'));
    const away = t('settings_vault_code_away', shortAddress(origin));
    const proof = await telling(directory.read(origin), { later: away, distrust: away });
    if (proof === undefined) say('');
    else {
      await telling(engine.enterVault({ kind: 'pair', place: fields.at(origin), code }, proof), { refused: t('settings_vault_code_used') });
      entered(done);
    }
  });
}
