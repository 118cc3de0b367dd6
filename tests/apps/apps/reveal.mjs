/** reveal.js: slides that are in the document from the start and hidden until their turn; the fragment says which one it is. */
import { join } from 'node:path';
import { articles, escaped } from '../lib/content.mjs';
import { npm } from '../lib/install.mjs';
import { fileOf, html } from '../lib/site.mjs';

const slide = ({ title, text }) => `<section><h3>${escaped(title)}</h3><p style="font-size:.6em">${escaped(text[0])}</p></section>`;
const deck = (name, shown) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="stylesheet" href="/reveal/reveal.css"><link rel="stylesheet" href="/reveal/theme/white.css">
<body><div class="reveal"><div class="slides">${shown.map(slide).join('')}</div></div><script src="/reveal/reveal.js"></script>
<script>Reveal.initialize({ hash: true, transition: 'none', controls: false });</script>`;
const DECKS = { '/spring': ['Talk given in spring', articles.slice(0, 6)], '/autumn': ['Talk given in autumn', articles.slice(6, 12)] };

export default {
  name: 'reveal.js, slides of a talk', host: 'slides',
  addressOf: (url) => url.replace(/#.*$/, ''),
  async prepare() {
    const folder = join(npm('more'), 'reveal.js', 'dist');
    const answer = ({ path }) => {
      if (path.startsWith('/reveal/')) return fileOf(folder, path.slice('/reveal'.length));
      return path in DECKS ? html(deck(...DECKS[path]), { slow: true }) : null;
    };
    return { answer };
  },
  async walk(walker) {
    for (const path of Object.keys(DECKS)) {
      await walker.open(path);
      await walker.stay();
      for (let i = 0; i < 3; i += 1) {
        await walker.press('ArrowRight');
        await walker.note();
      }
    }
  },
};
