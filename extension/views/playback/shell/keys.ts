/** Which keys belong to whom: letters never reach a view while one is writing. */

export type KeyMap = (event: KeyboardEvent) => boolean;

/** True where letters are text. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type);
}

/** A name for a key with its modifiers: "Ctrl+ArrowLeft", "Shift+N", "s". Letters are lower case unless Shift is named. */
export function chord(event: KeyboardEvent): string {
  const held = [event.ctrlKey || event.metaKey ? 'Ctrl+' : '', event.altKey ? 'Alt+' : ''].join('');
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // A sign such as "?" or "+" already holds its Shift.
  const shift = event.shiftKey && (key.length > 1 || key.toLowerCase() !== key.toUpperCase() || key === ' ');
  return `${held}${shift ? 'Shift+' : ''}${key}`;
}
