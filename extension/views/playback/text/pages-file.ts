/** Pages as one HTML file that opens without a network: pictures within it, and not one address that is fetched by itself. */
import { dataAddress } from '../../shared/data-address.js';
import type { Caption, Engine } from '../../../bridge/engine.js';
import { el, fill, webLink } from '../../shared/dom.js';
import { date, language, t, time } from '../../shared/i18n.js';
import { mainOf } from '../../shared/kept-text.js';
import { nameOfPage } from '../../shared/readable.js';

/** Nothing is fetched and nothing runs, whatever a captured page has in its words. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const STYLE = `:root { color-scheme: light dark } body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif }
article { margin: 2rem 0; padding-inline-start: 1.25rem; border-inline-start: 3px solid #8888 } article.here { border-color: #2757c4 } img { display: block; max-width: 100%; margin: .75rem 0; border: 1px solid #8884; border-radius: 6px }
h1, h2 { overflow-wrap: anywhere } h1 { font-size: 1.5rem } h2 { margin: 0; font-size: 1.125rem } p { margin: .25rem 0 } .quiet { opacity: .7 } pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit }`;
/** Letters of a page's text that the file has. */
const MOST_TEXT = 20_000;

/** `name`: what the file is called within; `here`: the page that it is about. */
export async function pagesFile(engine: Pick<Engine, 'image' | 'text'>, name: string, pages: readonly Caption[], here: Caption | null = null): Promise<Blob> {
  const made = document.implementation.createHTMLDocument(name);
  fill(made.head, el('meta', { charset: 'utf-8' }), el('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    el('meta', { name: 'viewport', content: 'width=device-width' }), el('meta', { name: 'referrer', content: 'no-referrer' }), el('title', {}, name));
  const articles: HTMLElement[] = [];
  for (const page of pages) articles.push(await articleOf(engine, page, page === here));
  fill(made.body, el('h1', { dir: 'auto' }, name), ...articles);
  // The style is put in as text: as an element it would be one of ours, which our own policy refuses.
  return new Blob([`<!doctype html>\n<html lang="${language}"><head>${made.head.innerHTML}<style>${STYLE}</style></head>`, made.body.outerHTML, '</html>\n'], { type: 'text/html' });
}

async function articleOf(engine: Pick<Engine, 'image' | 'text'>, step: Caption, isHere: boolean): Promise<HTMLElement> {
  const link = webLink(step.visited ?? step.url);
  const [picture, kept] = await Promise.all([pictureOf(engine, step), engine.text(step.ordinal).catch(() => null)]);
  const words = kept ? mainOf(kept).trim() : '';
  return el('article', { class: isHere ? 'here' : null },
    el('h2', { dir: 'auto' }, nameOfPage(step)),
    el('p', { class: 'quiet' }, `${step.site} · ${date(step.at, step.offsetMin)}, ${time(step.at, step.offsetMin)}`),
    el('p', {}, link ? el('a', { href: link, rel: 'noreferrer' }, link) : step.url),
    picture && el('img', { src: picture, alt: '' }),
    words !== '' && el('details', {}, el('summary', {}, t('playback_text')), el('pre', { dir: 'auto', lang: step.lang || null }, words.slice(0, MOST_TEXT).replace(/[\ud800-\udbff]$/, ''))));
}

/** The picture as an address that holds it; none where there is none, or it cannot be read. */
async function pictureOf(engine: Pick<Engine, 'image'>, { ordinal }: Caption): Promise<string | null> {
  const blob = await engine.image(ordinal, 'full').catch(() => null) ?? await engine.image(ordinal, 'thumb').catch(() => null);
  return blob && dataAddress(blob).catch(() => null);
}

/** A name for the file: letters and numbers of what it is about. */
export const fileNameOf = (about: string): string => `webmynd-${about.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'pages'}.html`;
