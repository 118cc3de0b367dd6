/** Whether single letters are keys of playback: the switch that playback's help has, too. */
import { need } from '../shared/dom.js';
import { lettersAct, onLetters, setLetters } from '../shared/letters.js';

export function showLetters(): void {
  const box = need('#letters', HTMLInputElement);
  const show = (): void => { box.checked = lettersAct(); };
  box.addEventListener('change', () => setLetters(box.checked));
  onLetters(show);
  show();
}
