/** Ends the names of forgets with their undo window, also while no view of ours is open. */
import { clearAlarm, onAlarm, onStored, setAlarm, unstore } from '../browser.js';
import { FORGOTTEN, type ForgottenName } from '../bridge/forgotten-names.js';

/** Must be called once when the background starts. */
export function watchForgottenNames(): void {
  onStored('session', (changes) => {
    for (const [key, { newValue }] of Object.entries(changes)) {
      if (!key.startsWith(FORGOTTEN)) continue;
      void (newValue === undefined ? clearAlarm(key) : setAlarm(key, { when: (newValue as ForgottenName).until }));
    }
  });
  onAlarm((name) => { if (name.startsWith(FORGOTTEN)) void unstore('session', [name]); });
}
