/** The page gets its thread back; we go on when it has nothing better to do, or after a while. */
export const rest = (): Promise<void> => new Promise((resolve) => {
  requestIdleCallback(() => resolve(), { timeout: 60 });
});
