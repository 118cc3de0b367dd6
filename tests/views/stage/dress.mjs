/**
 * Every screen is looked at in every dress. Axe looks at each once, in light English (in Firefox, where it finds the same, at those with
 * a star), and at the colours of those with a star once more in the dark; what can be otherwise in another dress (words that do not fit,
 * names that are missing, what a policy refuses) is looked at in all of them: Chromium puts on one after the other, Firefox all at once,
 * which is the tightest.
 */
import { accessible, sound } from './hands.mjs';
import { BROWSER } from './stage.mjs';

const ALL_AT_ONCE = BROWSER === 'firefox';

/** Looks at a screen that `show` opens, dark, narrow, and with what `shape` has beside its own; one whose name ends with a star closely. */
export async function inEveryDress(screen, show) {
  const closely = screen.endsWith('*');
  if (closely || !ALL_AT_ONCE) await accessible(await show({}), 'light');
  const dark = await show({ dark: true, narrow: ALL_AT_ONCE, shape: { lang: 'de', rtl: ALL_AT_ONCE } });
  if (closely) await accessible(dark, 'dark, German', 'color-contrast');
  else await sound(dark, 'dark, German');
  if (!ALL_AT_ONCE) await sound(await show({ narrow: true, shape: { rtl: true } }), 'narrow, right to left');
}
