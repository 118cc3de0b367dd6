/** Pausing, for an hour or for today, and never remembering a site: two things. While paused, the notice above offers to resume. */
import { sendMessage } from '../../browser.js';
import { pageAddress, siteOf } from '../../bridge/address.js';
import type { EngineFault } from '../../bridge/engine.js';
import type { FromView, TabState } from '../../bridge/messages.js';
import { el, need, refill } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

interface Doors { wrong: (thrown: unknown) => void; refresh: () => Promise<void> }

export const HOUR = 3_600_000;

/** The local midnight that began this day, or the one so many days on; days of 23 or 25 hours included. */
export function midnight(now: number, days = 0): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** The coming local midnight. */
export const endOfDay = (now: number): number => midnight(now, 1);

/** A rule that cannot be is answered with a complaint. */
async function order(message: FromView): Promise<void> {
  const answer = await sendMessage<{ complaint?: string } | undefined>(message);
  if (answer?.complaint !== undefined) throw { kind: 'invalid', fact: answer.complaint } satisfies EngineFault;
}

export function showPause(tab: TabState, { wrong, refresh }: Doors): void {
  const [pause, never] = [need('#pause', HTMLElement), need('#never', HTMLElement)];
  const site = siteOf(pageAddress(tab.url ?? undefined) ?? '');
  const button = (words: string, message: () => FromView, title = ''): HTMLButtonElement => el('button', {
    type: 'button', title: title || null,
    onclick: () => void order(message()).catch(wrong).then(refresh).then(() => need('#star', HTMLButtonElement).focus()),
  }, words);
  const running = tab.pausedUntil === null;
  const caption = (words: string): HTMLElement => el('span', { class: 'caption', 'aria-hidden': 'true' }, words);
  refill(pause, String(running), () => [caption(t('popup_pause')),
    button(t('popup_pauseHour'), () => ({ kind: 'pause', until: Date.now() + HOUR })),
    button(t('popup_pauseToday'), () => ({ kind: 'pause', until: endOfDay(Date.now()) }))]);
  pause.hidden = !running;
  refill(never, site, () => [caption(t('popup_never')), button(site, () => ({ kind: 'exclude', rule: site, on: true }), t('popup_never_title', site))]);
  never.hidden = site === '' || tab.skipped === 'excluded';
}
