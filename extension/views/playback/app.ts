/** Puts the playback page together over any engine. */
import { need } from '../shared/dom.js';
import { localise } from '../shared/i18n.js';
import { Frontdoor } from './shell/frontdoor.js';
import type { LiveEngine } from './model/live-engine.js';
import { Playback } from './model/playback.js';

/** Builds the page and shows the place its address names; resolves when the first picture of it stands. */
export async function mount(engine: LiveEngine, obstacle?: () => Promise<string | null>): Promise<Frontdoor> {
  localise(document);
  history.scrollRestoration = 'manual';
  const playback = new Playback(engine, obstacle);
  // Asked before the page is built: the engine is at it meanwhile.
  const known = playback.memory.open();
  const door = new Frontdoor(playback, {
    toolbar: need('#toolbar', HTMLElement), notices: need('#notices', HTMLElement), views: need('#views', HTMLElement),
    bar: need('#bar', HTMLElement), live: need('#live', HTMLElement),
  });
  await known;
  await playback.place.read(location.hash);
  door.start();
  return door;
}
