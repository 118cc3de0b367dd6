/** Pages that were kept in many versions, and what the older ones take. */
import type { Caption, Statistics } from '../../bridge/engine.js';
import { el, fill } from '../shared/dom.js';
import { bytes, number, plural, t } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { nameOfPage } from '../shared/readable.js';
import { table } from './svg.js';

export function showVersions(root: HTMLElement, { costly, versioned, olderBytes }: Statistics, captions: Caption[]): void {
  if (versioned === 0) { fill(root, el('p', { class: 'quiet' }, t('memory_versions_none'))); return; }
  const of = new Map(captions.map((caption) => [caption.ordinal, caption]));
  const rows = costly.flatMap(({ ordinal, versions, bytes: size }) => {
    const page = of.get(ordinal);
    if (!page) return [];
    const name = el('div', {}, el('a', { href: playbackUrl({ view: 'reel', id: page.id }), dir: 'auto' }, nameOfPage(page)), el('p', { class: 'caption' }, el('bdi', {}, page.site)));
    return [[name, number(versions), bytes(size)]];
  });
  fill(root, el('p', { class: 'quiet' }, plural('memory_versions_sum', versioned, bytes(olderBytes))),
    table(t('memory_versions'), [t('memory_page'), t('memory_versionsHead'), t('memory_olderHead')], rows),
    el('p', { class: 'caption' }, t('memory_versions_why')));
}
