/** Tuesday, 3 March 2026, 14:50 in the time zone that the browsers of these tests are started in (one hour ahead of UTC, all the year). */
export const NOW = Date.UTC(2026, 2, 3, 13, 50);
export const OFFSET_MIN = 60;

/** Views live in that one moment. */
export function stop(): void {
  Date.now = () => NOW;
}

/** The worker's clock begins there and goes on: its undo windows end, its idle work has its turns. */
export function begin(): void {
  Date.now = () => NOW + Math.floor(performance.now());
}
