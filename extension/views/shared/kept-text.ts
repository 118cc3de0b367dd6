/** The words that were kept of a page, as they are read; those that are in the vault alone are fetched on request. */
import type { Engine, Ordinal, PageText } from '../../bridge/engine.js';
import { el, fill } from './dom.js';
import { complain } from './errors.js';
import { t } from './i18n.js';

/**
 * Puts a page's text into `body`, behind what stands in `before`; where the vault alone has it, an offer to fetch it. What comes when
 * `isOpen` is false is not shown.
 */
export function showKept(body: HTMLElement, kept: PageText, { engine, ordinal, lang, before = null, isOpen = () => true }: {
  engine: Pick<Engine, 'fetchText'>; ordinal: Ordinal; lang: string | null; before?: HTMLElement | null; isOpen?: () => boolean;
}): void {
  const show = (text: PageText, focus = false): void => {
    if (!isOpen()) return;
    fill(body, before, ...(text.inVault ? [offer()] : words(text, lang)));
    if (focus) body.focus();
  };
  const offer = (): HTMLElement => fetcher(async () => show(await engine.fetchText(ordinal), true));
  show(kept);
}

/** What a page says: its main text, or all there is where it has none. */
export const mainOf = ({ text, rest }: Pick<PageText, 'text' | 'rest'>): string => (text.trim() === '' ? rest : text);

function words({ text, rest }: PageText, lang: string | null): HTMLElement[] {
  const main = mainOf({ text, rest });
  if (main.trim() === '') return [el('p', {}, t('shared_textNone'))];
  const written = (some: string): HTMLElement => el('div', { class: 'kept-text', dir: 'auto', lang }, some);
  if (main === rest || rest.trim() === '') return [written(main)];
  return [written(main), el('details', { class: 'kept-rest' }, el('summary', {}, t('shared_textRest')), written(rest))];
}

/** Says where the text is and offers to fetch it; what goes wrong is said, and it can be tried again. */
function fetcher(bring: () => Promise<void>): HTMLElement {
  const wrong = el('p', { class: 'wrong', role: 'alert', hidden: true });
  const press = async (): Promise<void> => {
    button.disabled = true;
    button.textContent = t('shared_textFetching');
    wrong.hidden = true;
    try {
      await bring();
    } catch (thrown) {
      wrong.hidden = false;
      wrong.textContent = complain(thrown);
      button.disabled = false;
      button.textContent = t('shared_textFetch');
      button.focus();
    }
  };
  const button = el('button', { type: 'button', class: 'primary', onclick: () => void press() }, t('shared_textFetch'));
  return el('div', { class: 'in-vault' }, el('p', {}, el('strong', {}, t('shared_textInVault'))),
    el('p', { class: 'quiet' }, t('shared_textInVaultHint')), button, wrong);
}
