/** Whether a page shows a secret at this moment, asks for one, or asks not to be kept. */
import { body, openShadowOf, shadowOf } from './dom.js';
import { HOSTS } from './native.js';
import { LITTLE_ELSE } from '../bridge/messages.js';

export type Withheld = 'password' | 'card' | 'noarchive';

/** Fields that are looked at; a form with more than this is no form a person fills in. */
const MOST_FIELDS = 500;
/** Elements of which it is asked whether they have a shadow tree. */
const MOST_ELEMENTS = 20_000;

const CARD = /(?:^|[^a-z])(?:cc|card)[-_ ]?(?:num|nr|no\b|csc|cvc|cvv|exp)|card[-_ ]?number|credit[-_ ]?card|kreditkarte|kartennummer|\bcv[cv]2?\b|num[eé]ro[-_ ]?(?:de[-_ ]?)?carte|n[uú]mero[-_ ]?(?:de[-_ ]?(?:la[-_ ]?)?)?tarjeta|pr[uü]f(?:nummer|ziffer)/i;
const PASSWORD = /passw|\bpwd?\b|\bpsw\b|passphrase|passcode|kennwort|mot[-_ ]?de[-_ ]?passe|contrase(?:ñ|n)a|senha|wachtwoord|has[lł]o|l[oö]senord|salasana|parola(?![a-z]|[-_ ]?chiave)|парол|密码|密碼|パスワード|비밀번호/i;
/** Codes that are shown or sent once, and what opens a wallet. */
const CODE = /one[-_ ]?time|\botp\b|\b2fa\b|\bmfa\b|\btotp\b|verification[-_ ]?code|security[-_ ]?code|best(?:ä|ae)tigungscode|sicherheitscode|recovery[-_ ]?(?:code|phrase|key)|seed[-_ ]?phrase|secret[-_ ]?(?:key|phrase)|private[-_ ]?key|api[-_ ]?key/i;
/** Words that name other things as well (a colour, the post's number of a place): a code where its digits stand there. */
const SHORT_CODE = /\b(?:[a-z]{1,5}-?)?tan\b|\bpin\b(?![-_ ]?code)/i;
const DIGITS = /^\d{4,8}$/;
/** What is looked for may be called anything. */
const SEARCH = /\bsearch|\bsuch(?:e|en|begriff)|recherch|\bbuscar|\bcerca|szuka|\bzoek|поиск|搜索|検索/i;
/** A code that is typed into boxes of one character each; a puzzle has more of them. */
const BOXES = { least: 4, most: 8 };

/** Text fields of a kind that can hold what is typed. */
const TYPED = /^(?:text|tel|number|search|email|url|)$/;

type Field = HTMLInputElement | HTMLTextAreaElement;

function isShown(field: Field): boolean {
  if (field.type === 'hidden' || field.disabled) return false;
  if (!field.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  const { width, height, right, bottom } = field.getBoundingClientRect();
  // What stands left of a page or above it cannot be scrolled to.
  return width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0;
}

/** Fields that hid what was typed at some time: an eye beside them shows it. */
const hidden = new WeakSet<Element>();

/** Notes the fields that hide what is typed now. */
export function notePasswords(): void {
  for (const field of document.querySelectorAll('input[type="password"]')) hidden.add(field);
}

/** What stands beside a field without being its label, where that is a few words. */
function besideOf(field: Field): string {
  const beside = field.previousSibling?.textContent ?? field.parentElement?.textContent ?? '';
  return beside.length < 80 ? beside : '';
}

/** All that a page says of what a field is for. */
function namesOf(field: Field): string {
  const labels = [...(field.labels ?? [])].slice(0, 3).map((label) => (label.textContent ?? '').slice(0, 100));
  const said = ['aria-label', 'placeholder', 'title', 'data-testid'].map((name) => field.getAttribute(name) ?? '');
  return [field.name, field.id, ...said, ...labels, besideOf(field)].join(' ').slice(0, 1_000);
}

/** Whether what is typed is hidden by style alone. */
const isMasked = (field: Field): boolean => /disc|circle|square/.test(getComputedStyle(field).getPropertyValue('-webkit-text-security'));

/** What a field is for, where that is a secret. `open`: what it holds can be read on the screen. */
function kindOf(field: Field): { kind: 'password' | 'card'; open: boolean } | null {
  const purpose = field.getAttribute('autocomplete')?.toLowerCase() ?? '';
  if (/\bcc-(?:number|csc|exp)/.test(purpose)) return { kind: 'card', open: true };
  if (field.type === 'password' || hidden.has(field)) return { kind: 'password', open: false };
  if (/\b(?:current-password|new-password|one-time-code)\b/.test(purpose)) return { kind: 'password', open: true };
  if (field instanceof HTMLInputElement && !TYPED.test(field.type)) return null;
  const names = namesOf(field);
  if (field.type === 'search' || SEARCH.test(names) || field.closest('[role="search"], search') !== null) return null;
  if (CARD.test(names)) return { kind: 'card', open: true };
  const open = !isMasked(field);
  const isCode = CODE.test(names) || (SHORT_CODE.test(names) && DIGITS.test(field.value));
  return !open || PASSWORD.test(names) || isCode ? { kind: 'password', open } : null;
}

/** What the fields of a tree say: one holds or shows a secret, or is a card's; or an empty one asks for one. */
type Found = 'password' | 'card' | 'asked' | null;

function secretField(root: Document | ShadowRoot): Found {
  const fields = root.querySelectorAll<Field>('input, textarea');
  let asksFor = false;
  let [boxes, filled] = [0, 0];
  for (let i = 0; i < Math.min(fields.length, MOST_FIELDS); i += 1) {
    const field = fields[i]!;
    if (field.maxLength === 1 && isShown(field)) {
      boxes += 1;
      filled += Number(field.value !== '');
    }
    const secret = kindOf(field);
    if (secret === null || !isShown(field)) continue;
    if (secret.kind === 'card') return 'card';
    if (field.value !== '') return 'password';
    // A field for a code or a shown password alone is no sign-in: search fields are named in the oddest ways.
    asksFor ||= !secret.open || /password|one-time-code/.test(field.getAttribute('autocomplete') ?? '');
  }
  if (boxes >= BOXES.least && boxes <= BOXES.most && filled > 1) return 'password';
  return asksFor ? 'asked' : null;
}

/**
 * Shadow trees that may hold a field. Closed ones cost a question to the browser each: they are looked for in elements of the
 * page's own making, and in all others where it is to be known for sure (`thorough`).
 */
function* shadowTrees(root: Document | ShadowRoot, thorough: boolean, depth = 0): Generator<ShadowRoot> {
  if (depth > 4) return;
  let left = MOST_ELEMENTS;
  for (const element of root.querySelectorAll(HOSTS)) {
    if ((left -= 1) < 0) return;
    const shadow = thorough || element.localName.includes('-') ? shadowOf(element) : openShadowOf(element);
    if (shadow) { yield shadow; yield* shadowTrees(shadow, thorough, depth + 1); }
  }
}

/**
 * A secret that this document shows, or asks for. An empty password field beside an article withholds nothing: forums and
 * newspapers have one on every page. What does is a field that holds something, a page that is a sign-in and little else,
 * and any field for a card.
 */
export function shownSecret(thorough: boolean): Found {
  let found = secretField(document);
  if (found !== null && found !== 'asked') return found;
  for (const shadow of shadowTrees(document, thorough)) {
    const inside = secretField(shadow);
    if (inside === 'password' || inside === 'card') return inside;
    found ??= inside;
  }
  return found;
}

/** Whether what was found withholds a page of which little else is shown. */
const withholding = (found: Found): 'password' | 'card' | null =>
  found === 'asked' ? ((body()?.innerText.length ?? 0) < LITTLE_ELSE ? 'password' : null) : found;

const wantsNoArchive = (): boolean =>
  [...document.querySelectorAll<HTMLMetaElement>('meta[name="robots" i], meta[name="googlebot" i]')]
    .slice(0, 20).some((meta) => /\bnoarchive\b/i.test(meta.content));

/** Why this page must not be read at all, or null. */
export const withheld = (heedsNoArchive: boolean, thorough = false): Withheld | null =>
  (heedsNoArchive && wantsNoArchive() ? 'noarchive' : withholding(shownSecret(thorough)));

/** The same of one shadow tree of it. */
export const secretIn = (shadow: ShadowRoot): Withheld | null => withholding(secretField(shadow));
