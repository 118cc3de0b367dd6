/** Pages made for the stories: distinct words, a colour of their own. */

const WORDS = 'amber basalt cedar delta ember fjord garnet harbour indigo juniper kestrel lantern marble nectar opal pebble quartz russet saffron thistle umber velvet willow yarrow zephyr'.split(' ');

/** Five words that no other number has. */
export const wordsOf = (n) => Array.from({ length: 5 }, (_, i) => WORDS[Math.floor(n / 25 ** (i % 3) + i * 7) % 25] + (i === 0 ? `q${n}q` : '')).join(' ');

/** A page with a heading, a paragraph of its own, and whatever else is wanted. */
export const pageOf = (n, { title = `Page ${n}`, colour = '#ffffff', body = '', script = '' } = {}) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>body{background:${colour}}</style>
<main><h1>${title}</h1><p>The words of this page are ${wordsOf(n)} and nothing more is said about them.</p>${body}</main>
${script ? `<script>${script}</script>` : ''}`;
