/** The engine's tables of secrets as services and mails make them (core/engine/tests/redaction), made anew for a browser to show. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fromRoot } from '../../../tools/lib/paths.mjs';

const [LOWER, UPPER, DIGITS] = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '0123456789'];
const KINDS = { a: [LOWER, UPPER, DIGITS], b: [LOWER, UPPER, DIGITS, '-_'], l: [LOWER, DIGITS], u: [UPPER, DIGITS], x: [DIGITS, 'abcdef'], d: [DIGITS] };
/** What is shorter stands in many a byte by chance. */
const SHORTEST = 5;

/** Makes what stands in braces: the same for the same seed. */
class Maker {
  #count = 0;
  constructor(seed) { this.seed = seed; }

  #below(end) { return createHmac('sha256', this.seed).update(String(this.#count += 1)).digest().readUInt32BE(0) % end; }

  /** So many of these; some of each kind, and a letter or digit at both ends. */
  #of(kinds, length) {
    const all = kinds.join('');
    const made = Array.from({ length }, () => all[this.#below(all.length)]);
    if (length > 3) for (const [i, kind] of kinds.filter(({ length: many }) => many > 4).entries()) made[(2 * i + 1) % length] = kind[this.#below(kind.length)];
    for (const at of [0, length - 1]) if (/[-_]/.test(made[at])) made[at] = 'a';
    return made.join('');
  }

  #card() {
    const body = `4${this.#of([DIGITS], 14)}`;
    const sum = [...body].reverse().reduce((total, digit, i) => total + (i % 2 === 1 ? Number(digit) : Number(digit) > 4 ? 2 * digit - 9 : 2 * digit), 0);
    return `${body}${(10 - (sum % 10)) % 10}`;
  }

  #iban() {
    const account = this.#of([DIGITS], 18);
    return `DE${String(98n - (BigInt(`${account}131400`) % 97n)).padStart(2, '0')}${account}`;
  }

  #one(what) {
    const [, kind, length] = /^([a-z]+)(\d*)$/.exec(what);
    if (kind === 'uuid') return [8, 4, 4, 4, 12].map((many) => this.#of(KINDS.x, many)).join('-');
    if (kind === 'jwt') return `eyJhbGciOiJIUzI1NiJ9.eyJ${this.#of(KINDS.a, 60)}.${this.#of(KINDS.b, 43)}`;
    if (kind === 'card' || kind === 'visa') return this.#card();
    if (kind === 'iban') return this.#iban();
    // No year, and no number that begins with 0.
    return kind === 'd' ? `7${this.#of(KINDS.d, length - 1)}` : this.#of(KINDS[kind], Number(length));
  }

  fill(template) { return template.split(/[{}]/).map((part, i) => (i % 2 === 1 ? this.#one(part) : part)).join(''); }
}

/** Codes that stand in the table by their digits are others in each line: those that stay are to be told from those that go. */
const ownDigits = (marked, maker) => marked.replace(/(?<=⟦)\d[\d\s-]{2,9}\d(?=⟧)/g, (code) => code.replace(/\d/g, () => maker.fill('{d2}')[1]).replace(/^./, '7'));

const parts = (marked, which) => marked.split(/[⟦⟧]/).filter((_, i) => i % 2 === which);

/** Letters and digits alone: what is parted otherwise is still there. */
const squeezed = (text) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

/** Lines that hold a secret of a table: `{ what, plain, count, forms }`: as a browser shows it, with so many secrets, which may be kept in none of these forms. */
export function secretTable(name) {
  const lines = readFileSync(fromRoot('core', 'engine', 'tests', 'redaction', `${name}.tsv`), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const made = lines.map((line, i) => {
    const [what, template] = line.split('\t');
    const maker = new Maker(`${name} ${i}`);
    return { what, marked: ownDigits(maker.fill(template.replaceAll('\\n', '\n')), maker) };
  });
  const stays = made.flatMap(({ marked }) => parts(marked, 0)).join('\n');
  return made.map(({ what, marked }) => {
    const secrets = parts(marked, 1).filter((secret) => squeezed(secret).length >= SHORTEST && !stays.includes(secret));
    const forms = [...new Set(secrets.flatMap((secret) => [secret.replace(/\s+/g, ' '), squeezed(secret)]))];
    return { what, plain: marked.replace(/[⟦⟧]/g, ''), count: secrets.length, forms };
  }).filter(({ count }) => count > 0);
}
