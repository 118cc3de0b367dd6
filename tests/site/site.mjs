/** Renders the sample site: articles in the clothes of three different sites, with the menus and margins real pages have. */
import { ARTICLES } from './articles.mjs';

const COLOURS = { en: '#f4efe6', de: '#e6eef4', fr: '#f0e6f4', es: '#f9ecd8', it: '#e3f2e4', nl: '#fbe4d5', pl: '#f6dfe3', ru: '#dfe6f6', ja: '#f7f7ee', zh: '#f4dcd2', ko: '#dff3f0', ar: '#e9f2dc' };
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const menu = (lang) => ARTICLES.filter(([other]) => other === lang).slice(0, 6)
  .map(([, , title]) => `<li><a href="/${encodeURIComponent(title)}">${escaped(title)}</a></li>`).join('');

const LAYOUTS = [
  (head, body, nav) => `<header><nav><ul>${nav}</ul></nav></header><main><article>${head}${body}</article></main><footer><p>Sample pages</p></footer>`,
  (head, body, nav) => `<table width="100%"><tr><td width="200"><ul>${nav}</ul></td><td>${head}${body}</td></tr></table>`,
  (head, body, nav) => `<div class="page"><div class="content">${head}<div class="text">${body}</div></div><aside><h2>More</h2><ul>${nav}</ul></aside></div>`,
];

function render([lang, section, title, text], number) {
  const hue = (number * 47) % 360;
  const sentences = text.match(/[^.。!?]+[.。!?]?\s*/g) ?? [text];
  const body = sentences.map((sentence) => `<p>${escaped(sentence.trim())}</p>`).join('\n');
  const head = `<h1>${escaped(title)}</h1><p class="by">${escaped(section)}, ${number + 1}</p>`;
  return `<!doctype html><html lang="${lang}"${lang === 'ar' ? ' dir="rtl"' : ''}><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:18px/1.6 serif;margin:2em;background:${COLOURS[lang]}}h1{border-left:1em solid hsl(${hue} 60% 45%);padding-inline-start:.5em}</style></head>
<body>${LAYOUTS[number % LAYOUTS.length](head, body, menu(lang))}</body></html>`;
}

/** Every page of the sample site: { path, html }. */
export const samplePages = () => ARTICLES.map((article, number) => ({ path: `/${encodeURIComponent(article[2])}`, html: render(article, number) }));
