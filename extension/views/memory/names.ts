/** Labels and languages, and how much has them. */
import type { Statistics } from '../../bridge/engine.js';
import { el, fill } from '../shared/dom.js';
import { language, number, t } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { table } from './svg.js';

const inQuotes = (name: string): string => `"${name.replaceAll('"', ' ')}"`;

function langName(code: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function showNames(root: HTMLElement, { labels, langs }: Statistics): void {
  const found = (q: string, words: string): HTMLElement => el('a', { href: playbackUrl({ view: 'grid', q }), dir: 'auto' }, words);
  fill(root, el('div', { class: 'pair' },
    labels.length > 0 ? table(t('memory_labels'), [t('memory_label'), t('memory_pagesHead')], labels.map(({ name, count }) => [found(`label:${inQuotes(name)}`, name), number(count)])) : el('p', { class: 'quiet' }, t('memory_labels_none')),
    langs.length > 0 && table(t('memory_langs'), [t('memory_lang'), t('memory_versionsHead')], langs.map(({ name, count }) => [found(`lang:${name}`, langName(name)), number(count)]))));
}
