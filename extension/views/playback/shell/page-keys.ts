/** Keys that mean the same in both views, and which view gets the others. */
import { lettersAct } from '../../shared/letters.js';
import { chord, isWriting } from './keys.js';

export interface PageActs {
  search(): void; date(): void; switchView(): void; help(): void; text(): void; versions(): void; star(): void; label(): void; forget(): void; undo(): void;
  /** Clears the selection, else ends the search. */
  leave(): void;
  region(backwards: boolean): void;
  view(event: KeyboardEvent): boolean;
  /** A key that belongs to the view may move the focus there from the empty page. */
  inView(target: EventTarget | null): boolean;
}

/** A single sign without Ctrl. */
const isLetter = (keys: string): boolean => /^(?:Shift\+)?\S$/u.test(keys);

/** Keys that change something: once for each time they are pressed. */
const ONCE = new Set(['s', 'Delete', 'Ctrl+z']);

export function listenToKeys(acts: PageActs): void {
  const always: Record<string, () => void> = {
    'Ctrl+k': acts.search, F6: () => acts.region(false), 'Shift+F6': () => acts.region(true),
  };
  const letters: Record<string, () => void> = {
    '/': acts.search, g: acts.date, v: acts.switchView, '?': acts.help, t: acts.text, d: acts.versions, s: acts.star, l: acts.label, Delete: acts.forget,
    'Ctrl+z': acts.undo, Escape: acts.leave,
  };
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || document.querySelector('dialog[open]')) return;
    const keys = chord(event);
    const writing = isWriting(event.target);
    const inView = !writing && acts.inView(event.target);
    // What a letter does is done where one looks: in a view, and never beside it.
    if (isLetter(keys) && always[keys] === undefined && (!inView || !lettersAct())) return;
    const act = always[keys] ?? (writing ? undefined : letters[keys]);
    // A key that is held down takes one page, not all that come after it.
    if (act && event.repeat && ONCE.has(keys)) return event.preventDefault();
    if (act) act();
    else if (!inView || !acts.view(event)) return;
    event.preventDefault();
  });
}
