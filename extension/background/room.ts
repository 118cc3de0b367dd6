/** The room that a person gave to pictures and texts: the engine is told, and old texts that the vault keeps make room. */
import type { Settings } from '../bridge/messages.js';
import { onSettings, readSettings } from '../bridge/settings.js';
import { engine } from './engine.js';
import { makeRoom } from './make-room.js';

const MEGABYTE = 1_000_000;

const tell = ({ pictureBudget }: Settings): Promise<void> =>
  engine.pictureBudget(pictureBudget === null ? null : pictureBudget * MEGABYTE).catch(() => undefined);

/** Once a day. What cannot be done now, because the vault's server is away, is tried again tomorrow. */
export async function tidyRoom(): Promise<void> {
  const settings = await readSettings();
  await tell(settings);
  await makeRoom(settings, engine).catch(() => undefined);
}

/** Must be called once when the background starts. A worker that starts anew knows nothing of it. */
export function watchRoom(): void {
  let told: Settings['pictureBudget'] | undefined;
  const sayTo = (settings: Settings): void => { told = settings.pictureBudget; void tell(settings); };
  engine.onEvent(({ kind }) => { if (kind === 'ready') void readSettings().then(sayTo); });
  onSettings((settings) => { if (settings.pictureBudget !== told) sayTo(settings); });
}
