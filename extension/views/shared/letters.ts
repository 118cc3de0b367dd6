/** Whether single letters are keys of playback. They can be switched off, for whom speaks to the machine or types by chance (WCAG 2.1.4). */
const LETTERS_OFF = 'playback.lettersOff';

export const lettersAct = (): boolean => localStorage.getItem(LETTERS_OFF) === null;

export function setLetters(on: boolean): void {
  if (on) localStorage.removeItem(LETTERS_OFF);
  else localStorage.setItem(LETTERS_OFF, 'yes');
}

/** Calls back when another page has switched them. */
export function onLetters(listener: () => void): void {
  addEventListener('storage', ({ key }) => { if (key === LETTERS_OFF || key === null) listener(); });
}
