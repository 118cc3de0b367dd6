/** Pages that mean harm, or are merely monstrous. Each is { name, html, headers? }; all set `window.struck` if they get through. */

/** Nodes and characters of a page that we may handle in one piece: of a large ordinary page. How long that takes `tools/bench-looks.mjs` prints. */
export const LARGEST_PIECE = 1 << 18;

const STRIKE = 'top.struck=1;document.title=`struck`';
const MARKUP = [
  `<script>${STRIKE}</script>`, `<img src=x onerror="${STRIKE}">`, `<svg onload="${STRIKE}">`, `"><script>${STRIKE}</script>`,
  `</title><script>${STRIKE}</script>`, `<iframe srcdoc="<script>${STRIKE}</script>">`, `javascript:${STRIKE}`, `<b>bold</b><style>*{display:none}</style>`,
  `{{constructor.constructor('${STRIKE}')()}}`, `\${${STRIKE}}`, `<math><mtext></form><form><mglyph><style></math><img src onerror="${STRIKE}">`,
  `<details open ontoggle="${STRIKE}">`, `<a href="javascript:${STRIKE}">x</a>`, `<!--><img src=x onerror="${STRIKE}">-->`,
];
const STRANGE = [
  '\u202eright to left override\u202c', 'zero\u200bwidth\u200djoin', 'e\u0301'.repeat(500), '\u0000\u0001\u0008', '\ud800 lone surrogate', '\ufeff\uffff',
  '💥'.repeat(2_000), 'ﷺ'.repeat(2_000), 'a'.repeat(100_000), ' '.repeat(100_000), 'שלום '.repeat(300), '\u0300'.repeat(10_000),
];
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const shell = (title, body) => `<!doctype html><meta charset="utf-8"><title>${escaped(title)}</title><body><h1>hostile</h1>${body}`;
const made = (name, script) => ({ name, html: shell(name, `<main id="m"><p>words of ${name}</p></main><script>${script}</script>`) });

/** `size` 1: so much that a browser itself has a hard time; a third of it is still beyond every limit of ours (content/limits.ts, native.ts). Titles and addresses are drawn and noted by the browser itself, each time, which alone can take all of a machine. */
const monsters = (size) => [
  made('nodes without number', `const f=document.createDocumentFragment();for(let i=0;i<${1e6 * size};i++)f.append(document.createElement("i"));m.append(f)`),
  made('a node for each word', `m.insertAdjacentHTML("beforeend","<b>w</b> ".repeat(${5e5 * size}))`),
  made('texts without number in one element', `const d=document.createElement("div");d.hidden=true;for(let i=0;i<${1e6 * size};i++)d.append("t");m.append(d)`),
  made('a text of many megabytes', `const d=document.createElement("div");d.hidden=true;d.append("lorem ipsum dolor ".repeat(${3e6 * size}));m.append(d)`),
  made('an attribute of many megabytes', `m.setAttribute("title","x".repeat(${5e7 * size}))`),
  made('a thousand deep', 'let d=m;for(let i=0;i<1e3;i++){const e=document.createElement("div");d.append(e);d=e}d.append("bottom")'),
  made('ten thousand mutations a second', 'setInterval(()=>{for(let i=0;i<100;i++){m.append(document.createElement("u"));m.lastChild.remove()}},10)'),
  made('grows for ever', 'setInterval(()=>{for(let i=0;i<200;i++)m.append(document.createElement("u"))},10)'),
  made('walks away under the reader', 'for(let i=0;i<3e4;i++)m.append(document.createElement("p"));setInterval(()=>{const c=m.children;if(c.length>9)m.append(c[Math.floor(Math.random()*c.length)])},1)'),
  made('many shadows', 'for(let i=0;i<3000;i++){const e=document.createElement("div");e.attachShadow({mode:"open"}).innerHTML="<p>shade "+i+"</p>";m.append(e)}'),
  made('slots in circles', 'const e=document.createElement("div");const s=e.attachShadow({mode:"open"});s.innerHTML="<slot><slot></slot></slot>";e.append(e.cloneNode(true));m.append(e)'),
  made('clobbered names', 'm.innerHTML="<form name=body><input name=innerText><input name=attributes><input name=nodeName><input name=childNodes></form><img name=documentElement><img name=title>"'),
  made('broken prototypes', 'Array.prototype[Symbol.iterator]=()=>{throw 1};Object.defineProperty(Object.prototype,"kind",{get(){return "seen"}});Node.prototype.appendChild=null;performance.now=()=>NaN;crypto.randomUUID=()=>"x";crypto.getRandomValues=()=>[]'),
  made('many frames', 'for(let i=0;i<100;i++){const f=document.createElement("iframe");f.srcdoc="<p>frame</p>";m.append(f)}'),
  made('title that changes for ever', `let n=0;setInterval(()=>{document.title="t"+n++},${size < 1 ? 20 : 1})`),
  made('address that changes for ever', `let n=0;setInterval(()=>{history.replaceState(0,"","#"+n++)},${size < 1 ? 100 : 20})`),
  made('no body', 'document.body.remove()'),
  made('svg for a document', 'document.documentElement.replaceWith(document.createElementNS("http://www.w3.org/2000/svg","svg"))'),
  made('ten thousand fields', 'm.innerHTML="<input>".repeat(1e4)'),
  made('dialog on leaving', 'addEventListener("pagehide",()=>{for(let i=0;i<1e3;i++)m.append("x")})'),
];

/** Every monster, and every hostile text: in `long` form at their largest and in each place where one can stand, else in one of them, all places in turn. */
export function hostilePages({ long }) {
  const pages = monsters(long ? 1 : 0.3);
  for (const [i, text] of [...MARKUP, ...STRANGE].entries()) {
    const places = [
      { name: `title ${i}`, html: shell(text, '<p>title of markup</p>') },
      { name: `text ${i}`, html: shell(`text ${i}`, `<p>${escaped(text)}</p><pre title="${escaped(text)}">harmless</pre>`) },
      { name: `lang ${i}`, html: shell(`lang ${i}`, `<p>tongue</p>`).replace('<!doctype html>', `<!doctype html><html lang="${escaped(text.slice(0, 2_000))}">`) },
      { name: `address ${i}`, query: `?q=${encodeURIComponent(text.slice(0, 1_000).replace(/[\ud800-\udfff]/g, ''))}`, html: shell(`address ${i}`, '<p>query</p>') },
    ];
    pages.push(...(long ? places : [places[i % places.length]]));
  }
  return pages;
}
