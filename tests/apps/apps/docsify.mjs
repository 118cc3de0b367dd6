/** docsify: one document whose routes are in the fragment, `#/page`, and whose texts come after the address has changed. */
import { join } from 'node:path';
import { articles } from '../lib/content.mjs';
import { npm } from '../lib/install.mjs';
import { fileOf, html } from '../lib/site.mjs';

const SHOWN = articles.slice(0, 5);
const markdown = (body) => ({ body, type: 'text/markdown; charset=utf-8', slow: true });
const SHELL = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Handbook</title><link rel="stylesheet" href="/docsify/themes/vue.css"><body><div id="app">Please wait...</div>
<script>window.$docsify = { name: 'Handbook', loadSidebar: true, subMaxLevel: 2, auto2top: true };</script><script src="/docsify/docsify.min.js"></script>`;

export default {
  name: 'docsify, routes in the fragment', host: 'handbook',
  async prepare() {
    const folder = join(npm('more'), 'docsify', 'lib');
    const answer = ({ path }) => {
      if (path.startsWith('/docsify/')) return fileOf(folder, path.slice('/docsify'.length));
      if (path === '/') return html(SHELL);
      if (path.endsWith('_sidebar.md')) return markdown(SHOWN.map(({ slug, title }) => `* [${title}](/${slug})`).join('\n'));
      const found = articles.find(({ slug }) => path === `/${slug}.md`);
      return found ? markdown(`# ${found.title}\n\n${found.text.join('\n\n')}\n`) : null;
    };
    return { answer };
  },
  async walk(walker) {
    await walker.open(`/#/${SHOWN[0].slug}`);
    await walker.stay();
    for (const { slug } of SHOWN.slice(1)) {
      await walker.click(`.sidebar a[href*="${slug}"]`);
      await walker.stay();
    }
    await walker.back();
    await walker.stay();
  },
};
