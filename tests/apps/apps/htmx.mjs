/** htmx: a part of the page is replaced, the address follows; more is loaded by a button, and by scrolling to the end. */
import { join } from 'node:path';
import { articleAt, articles, escaped, paragraphs } from '../lib/content.mjs';
import { npm } from '../lib/install.mjs';
import { fileOf, html } from '../lib/site.mjs';

const SHOWN = articles.slice(9, 13);
const linkTo = ({ slug, title }) => `<a id="nav-${slug}" href="/t/${slug}" hx-get="/t/${slug}" hx-target="main" hx-push-url="true">${escaped(title)}</a>`;
const remarks = articles.slice(13, 19).map(({ text }, i) => `<p>Remark ${i + 1}: ${escaped(text[0])}</p>`);
const main = (article) => `<title>${escaped(article.title)} – Talk</title><h1>${escaped(article.title)}</h1>${paragraphs(article)}
<button id="more" hx-get="/t/${article.slug}/remarks" hx-swap="outerHTML">Show what others say</button>`;
const page = (article) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(article.title)} – Talk</title><script src="/htmx/htmx.min.js"></script>
<style>body{font:17px/1.5 sans-serif;max-width:44em;margin:1em auto}nav a{margin-right:1em}.far{height:700px}</style><body><nav>${SHOWN.map(linkTo).join('')}</nav><main>${main(article)}</main>`;
/** A remark, a stretch, and what asks for the next one as soon as it is seen. */
const remark = (slug, n) => `${remarks[n] ?? ''}${n + 1 < remarks.length ? `<div class="far"></div><div hx-get="/t/${slug}/remarks?n=${n + 1}" hx-trigger="revealed" hx-swap="outerHTML">…</div>` : ''}`;

export default {
  name: 'htmx, remarks by a button and by scrolling', host: 'talk',
  async prepare() {
    const folder = join(npm('more'), 'htmx.org', 'dist');
    const answer = ({ path, query, headers }) => {
      if (path.startsWith('/htmx/')) return fileOf(folder, path.slice('/htmx'.length));
      const [, t, slug, part] = path.split('/');
      const found = t === 't' ? articleAt(slug) : null;
      if (!found) return null;
      if (part === 'remarks') return html(remark(slug, Number(query.get('n') ?? 0)), { slow: true });
      return html(headers['hx-request'] ? main(found) : page(found), { slow: true });
    };
    return { answer };
  },
  async walk(walker) {
    await walker.open(`/t/${SHOWN[0].slug}`);
    await walker.stay();
    await walker.click(`#nav-${SHOWN[1].slug}`);
    await walker.stay();
    await walker.unfold('#more');
    await walker.scroll(3);
    await walker.page.evaluate(() => scrollTo(0, 0));
    for (const { slug } of [SHOWN[2], SHOWN[0]]) {
      await walker.click(`#nav-${slug}`);
      await walker.stay();
    }
    await walker.back();
    await walker.stay();
  },
};
