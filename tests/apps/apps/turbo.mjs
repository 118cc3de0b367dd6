/** Turbo: pages of a server are fetched and put in the place of the body; one that was there before is shown from a cache, then anew. */
import { bundle, shellOf } from '../lib/bundle.mjs';
import { articleAt, articles, paragraphs } from '../lib/content.mjs';
import { html, script } from '../lib/site.mjs';

const nav = articles.slice(6, 11).map(({ slug, title }) => `<a class="nav-${slug}" href="/notes/${slug}">${title}</a>`).join(' ');
const comments = (slug) => `<p>A reader who signs as Q. ${slug.length} says that the page on ${slug.replaceAll('-', ' ')} has helped a great deal at home.</p>`;
const pageOf = ({ slug, title, text }) => shellOf(`${title} · Notebook`, {
  head: '<script src="/app.js" defer></script>',
  body: `<nav>${nav}</nav><main><h1>${title}</h1>${paragraphs({ text })}<div style="height:900px"></div><turbo-frame id="comments" src="/notes/${slug}/comments" loading="lazy">Comments…</turbo-frame></main>`,
}).replace('<script src="/app.js"></script>', '');

export default {
  name: 'Turbo, lazy frame of comments', host: 'notebook', small: true,
  async prepare() {
    const app = await bundle('small', "import '@hotwired/turbo';");
    const answer = ({ path }) => {
      if (path === '/app.js') return script(app);
      const [, notes, slug, part] = path.split('/');
      const found = notes === 'notes' ? articleAt(slug) : null;
      if (!found) return null;
      return part === 'comments' ? html(`<turbo-frame id="comments">${comments(slug)}</turbo-frame>`, { slow: true }) : html(pageOf(found), { slow: true });
    };
    return { answer };
  },
  async walk(walker) {
    const [first, second, third] = articles.slice(6);
    await walker.open(`/notes/${first.slug}`);
    await walker.stay();
    await walker.scroll(2);
    await walker.click(`.nav-${second.slug}`);
    await walker.stay();
    await walker.click(`.nav-${third.slug}`);
    await walker.stay();
    await walker.back();
    await walker.stay();
  },
};
