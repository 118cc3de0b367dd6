/** Pure: an HTML page to its text, a file's place to an address. */
const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', copy: '©', mdash: '—', ndash: '–', hellip: '…', laquo: '«', raquo: '»', rsquo: '’', lsquo: '‘', ldquo: '“', rdquo: '”' };
const UNSEEN = /<!--[^]*?-->|<(script|style|noscript|nav|template|svg)\b[^]*?<\/\1\s*>/gi;
const BREAK = /<\/?(?:p|div|li|ul|ol|h[1-6]|tr|td|th|table|pre|dt|dd|dl|section|article|header|footer|aside|blockquote|br|hr)\b[^>]*>/gi;

const decoded = (text) => text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
  if (name) return NAMED[name] ?? whole;
  const code = decimal ? Number(decimal) : parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ' ';
});
const inLine = (text) => decoded(text.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ').trim();

/** Title and text of a page: what is never seen left out, a line for each block. */
export function textOf(html) {
  const title = inLine(/<title[^>]*>([^]*?)<\/title>/i.exec(html)?.[1] ?? '');
  const from = html.search(/<body\b/i);
  const lines = html.slice(Math.max(from, 0)).replace(UNSEEN, ' ').replace(BREAK, '\n').split('\n').map(inLine);
  return { title, text: lines.filter(Boolean).join('\n') };
}

/** A host for each package and part of it, and the rest of the file's place as a path. */
export function hostAndPath(name, file) {
  const parts = file.replace(/^usr\/share\/(?:doc\/[^/]+|libreoffice\/help\/[^/]+)\//, '').replace(/^(?:html|doc\/html|text|api|libstdc\+\+)\//, '').split('/');
  const label = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'www';
  const part = parts.length > 1 ? label(parts[0]) : 'www';
  return { host: `${part}.${label(name)}.example`, path: `/${parts.map(encodeURIComponent).join('/')}` };
}
