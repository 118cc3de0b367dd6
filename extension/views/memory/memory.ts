/** Your memory in figures: when, where, how much, what it takes, and what was left out. */
import type { Caption, Statistics, Status } from '../../bridge/engine.js';
import { onSettings, readSettings } from '../../bridge/settings.js';
import { localDay, readWithheld } from '../../bridge/withheld.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { type Kind, readRoom, SETTING, standing } from '../shared/forecast.js';
import { localise, number, t } from '../shared/i18n.js';
import { playbackUrl, settingsUrl } from '../shared/places.js';
import { showStorage } from '../shared/storage.js';
import { followTheme } from '../shared/theme.js';
import { showDays } from './days.js';
import { showMonths } from './months.js';
import { showNames } from './names.js';
import { showSites } from './sites.js';
import { showVersions } from './versions.js';
import { showWeek } from './week.js';
import { showWithheld } from './withheld.js';

/** What is there only where something is remembered. */
const OF_PAGES = ['days', 'months', 'week', 'sites', 'names', 'versions'] as const;
const KINDS: readonly Kind[] = ['pictures', 'texts'];
/** A memory that changes all the time is counted again no sooner than this. */
const REST_MS = 3_000;

const place = (section: string): HTMLElement => need(`#${section} > div`, HTMLElement);

function showTotals({ pages, visits, webmarks, captures }: Status, { siteCount }: Statistics): void {
  const totals = [['pagesHead', pages], ['visitsHead', visits], ['webmarksHead', webmarks], ['sitesHead', siteCount], ['versionsHead', captures]] as const;
  fill(need('#totals', HTMLElement), ...totals.map(([name, count]) => el('div', {}, el('dt', {}, t(`memory_${name}`)), el('dd', {}, number(count)))));
}

async function showRoom(status: Status): Promise<void> {
  const [room, settings] = await Promise.all([readRoom(status, engine), readSettings()]);
  const lines = KINDS.map((kind) => [kind, standing(kind, settings[SETTING[kind]], room)] as const);
  fill(need('#room', HTMLElement), ...lines.map(([kind, { words, over }]) => el('p', {}, el('strong', {}, t(`settings_room_${kind}`)), ': ', over > 0 ? t('memory_room_none') : words || t('memory_room_unknown'))),
    el('p', {}, el('a', { href: settingsUrl('storage') }, t('memory_room_settings'))));
}

async function refresh(): Promise<void> {
  const problem = need('#problem', HTMLElement);
  const today = localDay(Date.now());
  try {
    showWithheld(place('withheld'), await readWithheld(), today);
    const [status, statistics, overview] = await Promise.all([engine.status(), engine.statistics(), engine.overview()]);
    const captions: Caption[] = statistics.costly.length > 0 ? await engine.captions(statistics.costly.map(({ ordinal }) => ordinal)) : [];
    const isEmpty = status.visits === 0;
    need('#empty', HTMLElement).hidden = !isEmpty;
    for (const section of OF_PAGES) need(`#${section}`, HTMLElement).hidden = isEmpty;
    if (isEmpty) fill(need('#totals', HTMLElement));
    else {
      showTotals(status, statistics);
      showDays(place('days'), overview, today);
      showMonths(place('months'), statistics);
      showWeek(place('week'), statistics);
      showSites(place('sites'), statistics);
      showNames(place('names'), statistics);
      showVersions(place('versions'), statistics, captions);
    }
    showStorage(status);
    await showRoom(status);
    for (const section of ['storage', 'withheld']) need(`#${section}`, HTMLElement).hidden = false;
    problem.hidden = true;
  } catch (thrown) {
    problem.textContent = complain(thrown);
    problem.hidden = false;
    // What was shown before stays; what was never shown leaves no empty heading behind.
    for (const section of [...OF_PAGES, 'storage']) if (!need(`#${section} > div`, HTMLElement).firstChild) need(`#${section}`, HTMLElement).hidden = true;
  }
}

async function main(): Promise<void> {
  followTheme();
  localise(document);
  need('#play', HTMLAnchorElement).href = playbackUrl();
  need('#settings', HTMLAnchorElement).href = settingsUrl('storage');
  let due: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    due ??= setTimeout(() => {
      due = undefined;
      // What a person reads with the keyboard or has opened is not taken away from under them.
      const at = document.activeElement;
      if (document.querySelector('details[open]') || (at && at !== document.body && need('main', HTMLElement).contains(at))) again();
      else void refresh();
    }, REST_MS);
  };
  engine.onEvent(again);
  onSettings(again);
  await refresh();
  document.body.dataset['settled'] = 'true';
}

void main();
