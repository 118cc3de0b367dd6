/** Saves a trail, or what is selected, as one file. */
import type { Caption, Ordinal } from '../../../bridge/engine.js';
import { plural, t } from '../../shared/i18n.js';
import { nameOfPage } from '../../shared/readable.js';
import { saveFile } from '../../shared/save-file.js';
import type { Playback } from '../model/playback.js';
import type { TrailSteps } from '../model/trail.js';
import { fileNameOf, pagesFile } from '../text/pages-file.js';

/** Pages of a selection that one file holds: pictures make some megabytes of a hundred. */
const MOST = 200;
/** Captions that come at once. */
const BATCH = 64;

export async function saveTrail({ engine }: Playback, { before, here, after }: TrailSteps): Promise<void> {
  const name = here ? nameOfPage(here) : '';
  const file = await pagesFile(engine, t('playback_trailOf', name), [...before, ...(here ? [here] : []), ...after], here);
  saveFile(file, fileNameOf(name));
}

/** Says how many of them were saved: the newest, should they be too many. */
export async function saveSelection({ engine, selection }: Playback): Promise<string> {
  const ordinals = newestOf(selection.ranges, MOST);
  const captions: Caption[] = [];
  for (let from = 0; from < ordinals.length; from += BATCH) captions.push(...await engine.captions(ordinals.slice(from, from + BATCH)));
  const name = plural('playback_visits', captions.length);
  saveFile(await pagesFile(engine, name, captions), fileNameOf(name));
  return selection.size > captions.length ? t('playback_savedOf', name, plural('playback_visits', selection.size)) : t('playback_saved', name);
}

function newestOf(ranges: Playback['selection']['ranges'], most: number): Ordinal[] {
  const ordinals: Ordinal[] = [];
  for (const [from, to] of [...ranges].reverse()) for (let ordinal = to - 1; ordinal >= from && ordinals.length < most; ordinal--) ordinals.push(ordinal);
  return ordinals;
}
