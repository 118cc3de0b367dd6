/** What the applications are about: the sample site's articles, in English, each with words of its own. */
import { AIR } from '../../site/articles/air.mjs';
import { LAND } from '../../site/articles/land.mjs';

const slugOf = (title) => title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
export const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** { slug, title, text: [paragraphs] } */
export const articles = [...LAND, ...AIR].filter(({ lang, text }) => lang === 'en' && text.length > 1).map(({ title, text }) => ({ slug: slugOf(title), title, text }));
export const articleAt = (slug) => articles.find((one) => one.slug === slug) ?? null;
export const paragraphs = ({ text }) => text.map((one) => `<p>${escaped(one)}</p>`).join('\n');
