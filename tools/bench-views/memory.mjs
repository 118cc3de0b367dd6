/** Pure: the pages of a made memory, the same each time: so many over five years, in evenings of some dozens, with words as rare and as frequent as words are. */
import { below, oneOf, seeded } from '../bench-search/random.mjs';

/** The newest page is of this day; the first is `DAYS` older. */
const LAST = Date.UTC(2026, 0, 1);
export const DAYS = 1_826;
const DAY = 86_400_000;
const [HOSTS, WORDS, WORDS_OF_A_PAGE] = [400, 30_000, 100];
/** So many pictures are drawn. */
export const PICTURES = 240;
/** So many pages have a picture under a key and with bytes of its own, thumbnail and full image; those after them have one of these. */
export const OWN = 20_000;

const SOUNDS = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'wu', 'zan', 'bel', 'cor', 'dim', 'fus', 'gral', 'hent', 'isk', 'jol'];

function wordAt(nth) {
  let word = '';
  for (let left = nth + SOUNDS.length; left > 0; left = Math.floor(left / SOUNDS.length)) word += SOUNDS[left % SOUNDS.length];
  return word;
}
/** Few words are everywhere and most are hardly anywhere. */
const wordOf = (random) => wordAt(Math.floor(random() ** 4 * WORDS));
const words = (random, count) => Array.from({ length: count }, () => wordOf(random)).join(' ');

const hex = (random) => Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32).toString(16).padStart(8, '0')).join('');

/** The nth of `count` pages as a line of an export, without its picture's bytes. */
export function pageAt(nth, count) {
  const random = seeded(nth + 1);
  const day = Math.floor((nth / count) * DAYS);
  const ofDay = (nth / count) * DAYS - day;
  const host = `www.${wordAt(below(random, HOSTS) * 7)}.example`;
  const title = words(random, 3 + below(random, 6));
  return {
    type: 'capture', url: `https://${host}/${wordOf(random)}/${nth}`, title, site: host, lang: 'en', text: `${title}.\n${words(random, WORDS_OF_A_PAGE)}.`,
    // From eight to twenty-two o'clock, and later pages never before earlier ones.
    visits: [{ id: hex(random), at: LAST + (day - DAYS) * DAY + Math.floor((8 + 14 * ofDay) * 3_600_000), offsetMin: 0 }],
    star: nth % 97 === 0, labels: nth % 211 === 0 ? [oneOf(random, ['Tea', 'Work', 'Night'])] : [],
    picture: { hash: hex(seeded(~(nth % OWN))), colour: [below(random, 256), below(random, 256), below(random, 256)], thumbhash: '', width: 1_280, height: 800 },
  };
}

/** A day of the memory as a field for dates has it. */
export const dayAt = (nth) => new Date(LAST + (nth - DAYS) * DAY).toISOString().slice(0, 10);

/** Texts as a person types them: words of titles, so that something is found. */
export function typedTexts(count, many) {
  const random = seeded(7);
  return Array.from({ length: many }, () => pageAt(below(random, count), count).title.split(' ').slice(0, 2).join(' '));
}
