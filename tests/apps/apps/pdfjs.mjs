/** PDF.js as a viewer page: the document comes late, and a leaf's words are in the document while it is near the window. */
import { join } from 'node:path';
import { articles } from '../lib/content.mjs';
import { npm } from '../lib/install.mjs';
import { fileOf, html } from '../lib/site.mjs';
import { pdfOf } from '../../browser/lib/pdf.mjs';

const BOOKS = { one: articles.slice(0, 6), two: articles.slice(6, 12) };
const page = (name) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Viewer</title><link rel="stylesheet" href="/pdfjs/web/pdf_viewer.css">
<style>#box{position:absolute;inset:60px 0 0 0;overflow:auto}</style><body><a id="other" href="/read/${name === 'one' ? 'two' : 'one'}">the other book</a><div id="box"><div id="viewer" class="pdfViewer"></div></div>
<script type="module">
import * as pdfjs from '/pdfjs/build/pdf.min.mjs';
globalThis.pdfjsLib = pdfjs;
const { EventBus, PDFLinkService, PDFViewer } = await import('/pdfjs/web/pdf_viewer.mjs');
pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/build/pdf.worker.min.mjs';
const eventBus = new EventBus();
const linkService = new PDFLinkService({ eventBus });
const viewer = new PDFViewer({ container: document.getElementById('box'), eventBus, linkService });
linkService.setViewer(viewer);
eventBus.on('pagesinit', () => { viewer.currentScaleValue = 'page-width'; });
const book = await pdfjs.getDocument({ url: '/books/${name}.pdf', disableRange: true, disableStream: true }).promise;
document.title = (await book.getMetadata()).info.Title;
viewer.setDocument(book);
linkService.setDocument(book);
</script>`;

export default {
  name: 'PDF.js, leaves as they are scrolled to', host: 'viewer',
  async prepare() {
    const folder = join(npm('more'), 'pdfjs-dist');
    const answer = ({ path }) => {
      if (path.startsWith('/pdfjs/')) return fileOf(folder, path.slice('/pdfjs'.length));
      const [, kind, name] = /^\/(read|books)\/(one|two)(?:\.pdf)?$/.exec(path) ?? [];
      if (!name) return null;
      return kind === 'read' ? html(page(name)) : { body: pdfOf(`Book ${name} of the garden`, BOOKS[name]), type: 'application/pdf', slow: true };
    };
    return { answer };
  },
  async walk(walker) {
    await walker.open('/read/one');
    await walker.stay(7_000);
    await walker.scroll(4, undefined, '#box');
    await walker.click('#other');
    await walker.stay(7_000);
    await walker.scroll(2, undefined, '#box');
  },
};
