/** The words that were kept of a page, to be read without the page; those that are in the vault alone are fetched on request. */
import type { Caption, Ordinal, PageText } from '../../../bridge/engine.js';
import { el } from '../../shared/dom.js';
import { moment, t } from '../../shared/i18n.js';
import { showKept } from '../../shared/kept-text.js';
import { nameOfPage } from '../../shared/readable.js';
import type { Playback } from '../model/playback.js';
import { openSheet } from './dialog.js';

export async function openText(playback: Playback, ordinal: Ordinal): Promise<void> {
  const { engine, memory } = playback;
  let kept: PageText | null;
  let caption: Caption | null;
  try {
    [kept, caption] = await Promise.all([engine.text(ordinal), memory.captions.read(ordinal)]);
  } catch (thrown) {
    memory.report(thrown);
    return;
  }
  if (!kept || !caption) return;
  const body = el('div', { class: 'sheet-body', tabindex: '0', role: 'region', 'aria-label': t('playback_text') });
  let open = true;
  openSheet(nameOfPage({ title: kept.title, url: caption.url }), [body], () => { open = false; });
  showKept(body, kept, { engine, ordinal, lang: caption.lang || null, before: where(caption), isOpen: () => open });
}

function where({ site, at, offsetMin, device }: Caption): HTMLElement {
  return el('p', { class: 'quiet' }, el('bdi', {}, site), ' · ', moment(at, Date.now(), offsetMin),
    device !== null && ' · ', device !== null && el('bdi', {}, device));
}
