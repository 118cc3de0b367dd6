/**
 * The memory that the views are tested over: the same ids and times in every run. Lines as an export has them, so that the real
 * engine takes them in as it would a person's own file.
 */
import { pageOf } from '../fake/pages.js';
import { NOW, OFFSET_MIN } from './clock.js';
import { idOf, type Line, type Page } from './lines.js';
import { bigSite, unruly } from './unruly.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const DAYS = 24;
/** The fake pages of this seed are the ones remembered here. */
const SEED = 4;

/** Seen three times, with a star and a label. */
export const LIGHTHOUSE: Page = {
  url: 'https://museum.example/lighthouse', title: 'The lighthouse keepers of the northern coast', site: 'museum.example', lang: 'en',
  text: 'The lighthouse keepers of the northern coast wrote down every lantern and every ship, and the harbour has kept their books.',
  star: true, labels: ['reading'], picture: 0,
};
/** The newest of all: the page in front of the popup. */
export const FRONT: Page = {
  url: 'https://garden.example/pruning', title: 'Pruning old apple trees in February', site: 'garden.example', lang: 'en',
  text: 'Pruning old apple trees in February wants a ladder, a saw and patience; the harbour lantern of the next village is seen from up there.', picture: 1,
};
const FRONT_OF_NEWS = 'https://news.example/';

const NAMED: Page[] = [
  { url: 'https://bread.example/altitude', title: 'Sourdough at altitude: what changes and what does not', site: 'bread.example', lang: 'en', text: 'Sourdough at altitude rises in half the time.', labels: ['recipes'], picture: 2 },
  { url: 'https://museum.example/pencil', title: 'A short history of the pencil', site: 'museum.example', lang: 'en', text: 'The pencil was a stick of graphite before it had a wooden coat.', picture: 3 },
  { url: 'https://museum.example/pencil/makers', title: 'Pencil makers of the last century', site: 'museum.example', lang: 'en', text: 'Of two hundred makers of the pencil nine are left.', labels: ['reading'] },
  { url: 'https://shop.example/pencils', title: 'Twelve pencils in a tin', site: 'shop.example', lang: 'en', text: 'Each pencil has its own hardness, and the tin has a pencil drawn on it.', picture: 4 },
  { url: 'https://schiff.example/wort', title: 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen und andere Wörter', site: 'schiff.example', lang: 'de', text: 'Das längste Wort gehört einem Kapitän und seiner Mütze.', star: true },
  { url: 'https://madina.example/dalil', title: 'دليل المسافر إلى المدينة القديمة', site: 'madina.example', lang: 'ar', text: 'تبدأ الرحلة عند باب المدينة القديمة وتنتهي في السوق.', picture: 5 },
  { url: 'https://roji.example/', title: '東京の古い路地を歩く', site: 'roji.example', lang: 'ja', text: '東京の古い路地には小さな神社と銭湯がある。' },
  { url: 'https://code.example/logs', title: 'Understanding write-ahead logs', site: 'code.example', lang: 'en', text: 'A write-ahead log is written first and read last.', labels: ['reading', 'work'], picture: 6 },
];
/** Titles and addresses as an attacker would have them; their text finds them all. The last two are no pages of the web. */
const HOSTILE: Page[] = [
  ['https://evil.example/img', '<img src=x onerror="globalThis.pwned=1">'], ['https://evil.example/script', '"><script>globalThis.pwned=1</script>'],
  ['https://evil.example/bidi', '\u202egnp.exe\u202c \u0000 end'], ['https://evil.example/wide', 'W'.repeat(400)], ['https://evil.example/none', ''],
  ['vbscript:globalThis.pwned=1', 'An address that runs'], ['view-source:https://evil.example/', 'An address of the browser itself'],
].map(([url = '', title = '']) => ({ url, title, site: 'evil.example', lang: 'en', text: 'Words of hostilities: malwort pwned.' }));

class Lines {
  readonly lines: Line[] = [];
  #visits = 0;

  get visits(): number { return this.#visits; }

  /** Later visits of one content go to the line that has it. */
  readonly #byPage = new Map<string, Line>();

  /** `from`: the number of the visit it was come to from. Gives the visit's own. */
  see(page: Page, at: number, from?: number): number {
    const visit = { id: idOf(++this.#visits), at, offsetMin: OFFSET_MIN, ...(from && { from: idOf(from) }) };
    const key = `${page.url}\n${page.text}`;
    const known = this.#byPage.get(key);
    if (known) {
      known.visits.push(visit);
      return this.#visits;
    }
    const line = { ...page, visits: [visit] };
    this.#byPage.set(key, line);
    this.lines.push(line);
    return this.#visits;
  }
}

function madeUp(n: number): Page {
  const { title, url, site, lang, text, pictured, siteIndex } = pageOf(n, SEED, false);
  return {
    title, url, site, lang, text, ...(pictured ? { picture: siteIndex } : {}), star: n % 17 === 5,
    labels: n % 13 === 4 ? ['reading'] : n % 13 === 9 ? ['recipes'] : [],
  };
}

/** The front page of the news says something else each day: one page, a version a day. */
const news = (day: number): Page => ({
  url: FRONT_OF_NEWS, title: 'News of the harbour', site: 'news.example', lang: 'en', text: `Today is day ${day} of the harbour's news, and the tea is warm.`, picture: 7,
});

/** Four weeks of browsing: every day the news, new pages, and now and then one that was seen before. */
export function home(): Line[] {
  const memory = new Lines();
  let made = 0;
  for (let day = 0; day < DAYS; day++) {
    const morning = NOW - (DAYS - 1 - day) * DAY - 6 * 60 * MINUTE;
    memory.see(news(day), morning);
    for (let n = 0; n < 9 + (day * 5) % 4; n++) {
      const at = morning + (20 + n * 22 + (n > 5 ? 45 : 0)) * MINUTE;
      memory.see(n % 5 === 4 && made > 20 ? madeUp(made - 17) : madeUp(made++), at);
    }
    const named = NAMED[Math.floor(day / 2)];
    if (named && day % 2 === 0) memory.see(named, morning + 5.6 * 60 * MINUTE);
    const hostile = HOSTILE[day - 10];
    if (hostile) memory.see(hostile, morning + 5.7 * 60 * MINUTE);
    if (day === 14) memory.see(LIGHTHOUSE, morning + 5.8 * 60 * MINUTE);
  }
  // From the lighthouse twice, the second time on to the page in front.
  const [, last] = [34, 18].map((minutes, n, all) => memory.see(LIGHTHOUSE, NOW - minutes * MINUTE, n > 0 ? memory.visits : memory.visits - all.length));
  memory.see(FRONT, NOW - 9 * MINUTE, last);
  return memory.lines;
}

/** The same, and three pages of last autumn, one of them starred. */
function aged(): Line[] {
  const memory = new Lines();
  for (let n = 0; n < 3; n++) {
    memory.see({ url: `https://autumn.example/${n}`, title: `A letter of last autumn, ${n}`, site: 'autumn.example', lang: 'en', text: 'Leaves fall.', star: n === 1 }, NOW - (100 + n) * DAY);
  }
  return [...memory.lines.map((line) => ({ ...line, visits: line.visits.map((visit) => ({ ...visit, id: `a${visit.id.slice(1)}` })) })), ...home()];
}

/** Forty pages within a minute. */
function minute(): Line[] {
  const memory = new Lines();
  for (let n = 0; n < 40; n++) memory.see(madeUp(n), NOW - 60_000 + Math.round((n * 60_000) / 39));
  return memory.lines;
}

/** Fifty visits of one page that always says the same, an hour apart, and five others after them. */
function often(): Line[] {
  const memory = new Lines();
  for (let n = 0; n < 50; n++) memory.see(LIGHTHOUSE, NOW - (56 - n) * 60 * MINUTE);
  for (let n = 0; n < 5; n++) memory.see(madeUp(n), NOW - (5 - n) * 60 * MINUTE);
  return memory.lines;
}

/** A memory whose pages are all of languages written from the right, none of them pictured. */
function fromRight(): Line[] {
  const memory = new Lines();
  for (let n = 0; n < 120; n++) {
    const { title, url, site, text } = pageOf(n, SEED, true);
    memory.see({ title, url, site, text, lang: n % 2 ? 'ar' : 'he' }, NOW - (120 - n) * 20 * MINUTE);
  }
  return memory.lines;
}

export const MEMORIES = { home, aged, minute, often, fromRight, unruly: (): Line[] => [...home(), ...unruly()], bigSite, empty: (): Line[] => [] };
export type Name = keyof typeof MEMORIES;
