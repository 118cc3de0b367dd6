/** The sample site: articles in the clothes of fourteen different sites, with the menus, pictures and margins real pages have. */
import { ABROAD } from './articles/abroad.mjs';
import { AIR } from './articles/air.mjs';
import { LAND } from './articles/land.mjs';
import { drawing } from './drawings.mjs';
import { pageHtml } from './layouts.mjs';
import { siteOf } from './sites.mjs';

const ALL = [...LAND, ...AIR, ...ABROAD];
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const pathOf = ({ title }) => `/${encodeURIComponent(title)}`;

/** As a person would come across them: one from each section in turn, those from far away first. */
function mixed() {
  const sections = new Map();
  for (const article of [...ABROAD, ...AIR, ...LAND]) sections.set(article.section, [...(sections.get(article.section) ?? []), article]);
  const lists = [...sections.values()];
  const order = [];
  for (let i = 0; order.length < ALL.length; i += 1) for (const list of lists) if (list[i]) order.push(list[i]);
  return order;
}

/** Links to other articles of the same site in the same language. */
const linksOf = (article) => (count) => ALL.filter((other) => other.lang === article.lang && other !== article && siteOf(other) === siteOf(article)).slice(0, count)
  .map((other) => `<li><a href="${pathOf(other)}">${escaped(other.title)}</a></li>`).join('');

const iconOf = ({ palette, paper }) => `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${palette.ink}"/><circle cx="16" cy="16" r="9" fill="${palette.accent}"/><circle cx="16" cy="16" r="4" fill="${paper}"/></svg>`)}`;

function render(article) {
  const site = siteOf(article);
  const number = ALL.indexOf(article);
  return pageHtml({
    lang: article.lang, rtl: article.lang === 'ar', icon: iconOf(site), site, name: escaped(site.name), title: escaped(article.title),
    by: `<p class="by">${escaped(article.section)}, ${number + 1}</p>`, body: article.text.map((text) => `<p>${escaped(text)}</p>`).join('\n'),
    links: linksOf(article), art: drawing(site.art, number, site.palette),
  });
}

/** Every page of the sample site: { path, host, html }. Any host serves every path; `host` is the one it belongs to. */
export const samplePages = () => mixed().map((article) => ({ path: pathOf(article), host: siteOf(article).host, html: render(article) }));
