/** A key that is held down presses a button once. */

/** Must be called once by a page whose buttons change something. */
export function pressOnce(): void {
  document.addEventListener('keydown', (event) => {
    if (event.repeat && event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  });
}
