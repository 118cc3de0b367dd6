/** A data grid of thousands of rows, of which only those in the window are in the document; they come a piece at a time. */
import { join } from 'node:path';
import { articles } from '../lib/content.mjs';
import { npm } from '../lib/install.mjs';
import { fileOf, html, json } from '../lib/site.mjs';

const sentences = articles.flatMap(({ text }) => text.flatMap((one) => one.split(/(?<=[.;:]) /))).filter((one) => one.split(' ').length >= 7);
const SIZE = 25;
/** Rows of two tables of two pieces each: each row has a sentence of its own. */
const rowsOf = (table, page) => Array.from({ length: SIZE }, (_, i) => ({ id: (page - 1) * SIZE + i + 1, note: sentences[(table === 'left' ? 0 : 60) + (page - 1) * SIZE + i] ?? `Row ${(page - 1) * SIZE + i + 1}` }));
const page = (table) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ledger, ${table} hand</title><link rel="stylesheet" href="/grid/css/tabulator.min.css"><body><a id="other" href="/${table === 'left' ? 'right' : 'left'}">other hand</a>
<h1>Ledger, ${table} hand</h1><div id="grid"></div><script src="/grid/js/tabulator.min.js"></script>
<script>new Tabulator('#grid', { height: '560px', layout: 'fitColumns', ajaxURL: '/rows/${table}', progressiveLoad: 'scroll', paginationSize: ${SIZE}, columns: [{ title: 'No.', field: 'id', width: 80 }, { title: 'Note', field: 'note' }] });</script>`;

export default {
  name: 'Tabulator, rows as they are scrolled to', host: 'ledger',
  async prepare() {
    const folder = join(npm('more'), 'tabulator-tables', 'dist');
    const answer = ({ path, query }) => {
      if (path.startsWith('/grid/')) return fileOf(folder, path.slice('/grid'.length));
      const [, rows, table] = /^\/(rows\/)?(left|right)$/.exec(path) ?? [];
      if (!table) return null;
      return rows ? json({ last_page: 2, data: rowsOf(table, Number(query.get('page') ?? 1)) }, { slow: true }) : html(page(table));
    };
    return { answer };
  },
  async walk(walker) {
    await walker.open('/left');
    await walker.stay();
    for (let i = 0; i < 3; i += 1) await walker.scroll(1, undefined, '.tabulator-tableholder');
    await walker.click('#other');
    await walker.stay();
    await walker.scroll(1, undefined, '.tabulator-tableholder');
  },
};
