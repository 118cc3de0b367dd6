/** What a tab shows that is no page of the web, by its address. Pure. */

export type NoPage =
  | 'newTab' | 'browser' | 'reader' | 'source' | 'file' | 'made' | 'extension' | 'tooLong' | 'other';

const NEW_TABS = /^(?:about:(?:newtab|home|blank|privatebrowsing|welcome)|(?:chrome|edge|brave|opera|vivaldi):\/\/(?:newtab|new-tab-page|new-tab-page-third-party|startpage|startpageshared))(?:[/?#]|$)/;
const KINDS: readonly [RegExp, NoPage][] = [
  [NEW_TABS, 'newTab'],
  [/^about:reader|^(?:chrome|dom)-distiller:|^read:/, 'reader'],
  [/^view-source:/, 'source'],
  [/^file:/, 'file'],
  [/^(?:data|blob|filesystem|javascript):|^about:srcdoc/, 'made'],
  [/^(?:[a-z]+-)?extension:|^(?:chrome|moz|safari-web)-extension:/, 'extension'],
  [/^(?:about|chrome|chrome-untrusted|chrome-search|chrome-error|devtools|resource|edge|brave|opera|vivaldi|jar|moz-safe-about):/, 'browser'],
  [/^https?:/, 'tooLong'],
];

/** The kind of what `url` shows, where it is known to be no page of the web. */
export const noPageOf = (url: string | undefined): NoPage =>
  KINDS.find(([shape]) => shape.test((url ?? '').slice(0, 200).toLowerCase()))?.[1] ?? (url ? 'other' : 'newTab');
