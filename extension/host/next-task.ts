/**
 * Ends a task of the event loop; resolves in the next one. Messages that came meanwhile are heard in between: promises alone would not let
 * them in, and timers wait for longer.
 */
export function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
