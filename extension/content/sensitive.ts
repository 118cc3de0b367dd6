/** Whether a page asks for secrets or asks not to be kept. */

export type Withheld = 'password' | 'card' | 'noarchive';

/** Fields that are looked at; a form with more than this is no form a person fills in. */
const MOST_FIELDS = 500;

const CARD = /(?:^|[^a-z])(?:cc|card)[-_ ]?(?:num|nr|no\b|csc|cvc|cvv|exp)|cardnumber|creditcard|kreditkarte|kartennummer|\bcv[cv]2?\b|numerocarte|numerotarjeta/i;

const isShown = (field: HTMLInputElement): boolean => {
  if (field.type === 'hidden' || field.disabled) return false;
  if (!field.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  const { width, height } = field.getBoundingClientRect();
  return width > 1 && height > 1;
};

const wantsCard = (field: HTMLInputElement): boolean =>
  /\bcc-(?:number|csc|exp)/.test(field.autocomplete)
  || (/^(?:text|tel|number)$/.test(field.type) && CARD.test(`${field.name} ${field.id} ${field.getAttribute('aria-label') ?? ''}`));

/** A field of `root` that a person would type a secret into, and can see. */
export function secretField(root: Document | ShadowRoot): 'password' | 'card' | null {
  const fields = root.querySelectorAll<HTMLInputElement>('input');
  for (let i = 0; i < Math.min(fields.length, MOST_FIELDS); i += 1) {
    const field = fields[i]!;
    if (field.type === 'password' && isShown(field)) return 'password';
    if (wantsCard(field) && isShown(field)) return 'card';
  }
  return null;
}

const wantsNoArchive = (): boolean =>
  [...document.querySelectorAll<HTMLMetaElement>('meta[name="robots" i], meta[name="googlebot" i]')]
    .slice(0, 20).some((meta) => /\bnoarchive\b/i.test(meta.content));

/** Why this page must not be read at all, or null. */
export const withheld = (): Withheld | null => (wantsNoArchive() ? 'noarchive' : secretField(document));
