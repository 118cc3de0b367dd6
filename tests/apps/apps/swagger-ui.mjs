/** Swagger UI: the description comes late, operations are unfolded by a click and say where in the page one is in the fragment. */
import { join } from 'node:path';
import { articles } from '../lib/content.mjs';
import { npm } from '../lib/install.mjs';
import { fileOf, html, json } from '../lib/site.mjs';

const operation = ({ slug, title, text }) => ({ get: {
  operationId: slug.replaceAll('-', '_'), tags: ['almanac'], summary: title, description: text.join('\n\n'),
  responses: { 200: { description: `What was written about ${title.toLowerCase()}` } },
} });
const describe = (name, shown) => ({ openapi: '3.0.3', info: { title: `${name} of the almanac`, version: '1.0', description: shown[0].text[1] }, paths: Object.fromEntries(shown.map((one) => [`/${one.slug}`, operation(one)])) });
const APIS = { reading: describe('Reading', articles.slice(0, 4)), writing: describe('Writing', articles.slice(4, 8)) };
const page = (name) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}: API</title><link rel="stylesheet" href="/ui/swagger-ui.css"><body><div id="ui"></div>
<script src="/ui/swagger-ui-bundle.js"></script><script>SwaggerUIBundle({ url: '/spec/${name}.json', dom_id: '#ui', deepLinking: true });</script>`;

export default {
  name: 'Swagger UI, operations unfolded', host: 'console',
  // A place in a page that is unfolded is no page of its own.
  addressOf: (url) => url.replace(/#.*$/, ''),
  async prepare() {
    const folder = join(npm('more'), 'swagger-ui-dist');
    const answer = ({ path }) => {
      if (path.startsWith('/ui/')) return fileOf(folder, path.slice('/ui'.length));
      const [, name] = /^\/(?:spec\/)?(reading|writing)(?:\.json)?$/.exec(path) ?? [];
      if (!name) return null;
      return path.startsWith('/spec/') ? json(APIS[name], { slow: true }) : html(page(name));
    };
    return { answer };
  },
  async walk(walker) {
    for (const [name, { paths }] of Object.entries(APIS)) {
      await walker.open(`/${name}`);
      await walker.stay();
      const [first, second] = Object.values(paths).map(({ get }) => `#operations-almanac-${get.operationId} .opblock-summary`);
      await walker.unfold(first);
      await walker.click(first);
      await walker.unfold(second);
    }
  },
};
