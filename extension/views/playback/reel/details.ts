/** What stands under the middle frame: its title, where and when it was seen, its star and labels. */
import { nameOfPage } from '../../shared/readable.js';
import { FLAG, type Ordinal } from '../../../bridge/engine.js';
import { el, refill, say, set, webLink } from '../../shared/dom.js';
import { date, number, t, time } from '../../shared/i18n.js';
import { followRemembered } from '../../shared/open.js';
import { starIcon, setStar } from '../../shared/star.js';
import type { Playback } from '../model/playback.js';
import { icon } from '../shell/icons.js';
import { ago } from '../text/days.js';

export interface DetailActs { versions(): void; text(): void; star(): void; label(): void; forget(): void }

export class Details {
  readonly #title = el('a', {
    class: 'reel-title', dir: 'auto', target: '_blank', rel: 'noopener noreferrer',
    onclick: (event) => followRemembered(event, this.#ordinal), onauxclick: (event) => followRemembered(event, this.#ordinal),
  });
  #ordinal: Ordinal = -1;
  readonly #icon = el('img', { class: 'icon', alt: '', width: 16, height: 16, hidden: true });
  readonly #site = el('span', { class: 'reel-site' });
  /** The other device that saw it. */
  readonly #device = el('span', { class: 'reel-device', dir: 'auto', hidden: true });
  readonly #when = el('time');
  readonly #ago = el('span', { class: 'quiet' });
  readonly #place = el('span', { class: 'reel-place quiet number' });
  readonly #labels = el('span', { class: 'reel-labels' });
  readonly #star = starIcon(false);
  readonly #starButton: HTMLButtonElement;
  /** There where the page has said other things, too. */
  readonly #versions: HTMLButtonElement;
  readonly element: HTMLElement;
  /** What the strip is called for readers. */
  name = '';

  constructor(readonly playback: Playback, acts: DetailActs) {
    this.#starButton = el('button', { type: 'button', class: 'icon plain', onclick: () => acts.star() }, this.#star);
    const button = (name: string, drawn: 'versions' | 'text' | 'label' | 'forget', act: () => void): HTMLButtonElement =>
      el('button', { type: 'button', class: 'icon plain', 'aria-label': name, title: name, onclick: act }, icon(drawn));
    this.#versions = button(t('playback_versionsShow'), 'versions', acts.versions);
    this.element = el('div', { class: 'details' },
      el('div', { class: 'reel-head' }, this.#title, el('div', { class: 'reel-acts', 'aria-label': t('playback_acts') },
        this.#versions, button(t('playback_text'), 'text', acts.text), this.#starButton, button(t('playback_labels'), 'label', acts.label), button(t('playback_forgetPage'), 'forget', acts.forget))),
      el('p', { class: 'reel-line' }, el('span', { class: 'reel-where' }, this.#icon, this.#site), this.#device, this.#when, this.#ago, this.#labels, this.#place));
  }

  show(ordinal: Ordinal): void {
    const { memory } = this.playback;
    const frame = memory.frames.get(ordinal);
    const forgotten = frame !== null && (frame.flags & FLAG.forgotten) !== 0;
    const caption = forgotten ? null : memory.captions.get(ordinal);
    const place = t('playback_place', number(memory.shown(0, ordinal + 1)), number(memory.shown(0, memory.total)));
    say(this.#place, place);
    if (frame) {
      say(this.#when, `${date(frame.at, frame.offsetMin)}, ${time(frame.at, frame.offsetMin)}`);
      say(this.#ago, ago(frame.at, Date.now()));
    }
    this.#versions.hidden = frame === null || (frame.flags & FLAG.versions) === 0;
    const on = !forgotten && this.playback.isStarred(ordinal);
    setStar(this.#star, on);
    set(this.#starButton, 'aria-label', on ? t('shared_unstar') : t('shared_star'));
    set(this.#starButton, 'title', on ? t('shared_unstar') : t('shared_star'));
    // The words of the last page stay until the next ones are here: an empty line would jump.
    if (!caption && !forgotten) return;
    this.#ordinal = ordinal;
    say(this.#title, forgotten ? t('playback_forgotten') : (caption ? nameOfPage(caption) : ''));
    set(this.#title, 'href', caption && webLink(caption.visited ?? caption.url));
    say(this.#site, caption?.site ?? '');
    const device = caption?.device ?? null;
    this.#device.hidden = device === null;
    say(this.#device, device === null ? '' : t('playback_onDevice', device));
    set(this.#device, 'title', device);
    const labels = caption?.labels ?? [];
    refill(this.#labels, JSON.stringify(labels), () => labels.map((label) => el('span', { class: 'label', dir: 'auto' }, label)));
    const url = forgotten ? null : memory.pictures.url(ordinal, 'icon');
    this.#icon.hidden = url === null;
    if (url !== null && this.#icon.src !== url) this.#icon.src = url;
    this.name = [this.#title.textContent, caption?.site, this.#device.textContent, this.#when.textContent, on ? t('shared_starred') : '', this.playback.selection.has(ordinal) ? t('playback_isSelected') : '', place].filter(Boolean).join(', ');
  }
}
