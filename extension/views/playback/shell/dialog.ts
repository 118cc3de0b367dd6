/** A modal sheet: the browser's own dialog, gone from the document when it is closed, the focus given back. */
import { el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { icon } from './icons.js';

export interface Sheet { dialog: HTMLDialogElement; close: () => void }

/** Closes what is open, as Escape does. */
export function closeSheets(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>('dialog[open]')) dialog.close();
}

/** Opens a sheet; `closed` is called when it is gone. */
export function openSheet(title: string, content: Node[], closed: () => void = () => {}): Sheet {
  const before = document.activeElement;
  const dialog = el('dialog', { class: 'sheet', 'aria-labelledby': 'sheet-title' },
    el('header', { class: 'sheet-head' }, el('h2', { id: 'sheet-title' }, title),
      el('button', { type: 'button', class: 'icon plain', 'aria-label': t('shared_close'), onclick: () => dialog.close() }, icon('close'))));
  dialog.append(...content);
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    closed();
  });
  dialog.addEventListener('click', (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return { dialog, close: () => dialog.close() };
}
