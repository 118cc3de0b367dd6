/** Light, dark or the system's: the chosen theme on the document, kept up to date. */
import { onStored, stored } from '../../browser.js';

const MEMO = 'theme';

function show(theme: unknown): void {
  const root = document.documentElement;
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
  // Read at the next start before storage answers, so that a dark page does not flash white.
  localStorage.setItem(MEMO, typeof theme === 'string' ? theme : 'system');
}

/** Call once, as early as possible. */
export function followTheme(): void {
  const memo = localStorage.getItem(MEMO);
  if (memo) show(memo);
  void stored('local', ['theme']).then(({ theme }) => show(theme));
  onStored('local', (changes) => { if (changes['theme']) show(changes['theme'].newValue); });
}
