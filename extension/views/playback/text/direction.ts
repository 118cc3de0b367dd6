/** Which way a language is written: a page begins in the corner where its reading begins. */

const FROM_RIGHT = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'iw', 'ks', 'nqo', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi']);

/** Whether text in a language (a BCP 47 tag; empty = unknown) begins at the right. */
export function readsFromRight(lang: string): boolean {
  const [language = '', ...parts] = lang.toLowerCase().split(/[-_]/);
  // A tag may name its script: Azeri in Arabic letters, Urdu in Latin ones.
  if (parts.includes('arab') || parts.includes('hebr')) return true;
  return FROM_RIGHT.has(language) && !parts.includes('latn');
}
