/** The buttons of the reel: play first, speed, steps, hits, and how much time the timeline shows. */
import { el, fill, say, set } from '../../shared/dom.js';
import { number, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { lowerBound } from '../model/sorted.js';
import { icon } from '../shell/icons.js';
import { SPEEDS, type Film } from './film.js';
import type { Timeline } from './timeline.js';

export interface ControlActs { older(): void; newer(): void; hit(direction: 1 | -1): void }

export class Controls {
  readonly #play = el('button', { type: 'button', class: 'icon play', onclick: () => this.film.toggle() });
  readonly #speed = el('select', { 'aria-label': t('playback_speed') }, ...SPEEDS.map((speed) => el('option', { value: speed }, `${number(speed)}×`)));
  readonly #hits = el('div', { class: 'hits', role: 'group', 'aria-label': t('playback_hits'), hidden: true });
  readonly #hitWords = el('span', { class: 'number' });
  readonly #level = el('span', { class: 'level quiet' });
  readonly element: HTMLElement;

  constructor(readonly playback: Playback, readonly film: Film, readonly timeline: Timeline, trail: HTMLElement, acts: ControlActs) {
    this.#hits.append(
      this.#button('older', t('playback_hitOlder'), () => acts.hit(-1)), this.#hitWords, this.#button('newer', t('playback_hitNewer'), () => acts.hit(1)));
    this.element = el('div', { class: 'controls', role: 'group', 'aria-label': t('playback_controls') },
      this.#play, this.#speed,
      el('span', { class: 'steps' }, this.#button('older', t('playback_older'), acts.older), this.#button('newer', t('playback_newer'), acts.newer)),
      this.#hits, el('span', { class: 'controls-gap' }, trail),
      el('span', { class: 'zooms' }, this.#button('minus', t('playback_zoomOut'), () => timeline.zoom(-1)), this.#level,
        this.#button('plus', t('playback_zoomIn'), () => timeline.zoom(1))));
    this.#speed.addEventListener('change', () => film.setSpeed(Number(this.#speed.value)));
    film.changed.on(() => this.show());
    timeline.zoomed.on(() => this.show());
    for (const news of [playback.search.changed, playback.search.counted, playback.memory.changed]) news.on(() => this.show());
    this.show();
  }

  show(): void {
    const name = this.film.playing ? t('playback_pause') : t('playback_play');
    if (this.#play.getAttribute('aria-label') !== name) {
      set(this.#play, 'aria-label', name);
      set(this.#play, 'title', name);
      fill(this.#play, icon(this.film.playing ? 'pause' : 'play'));
    }
    this.#speed.value = String(this.film.speed);
    say(this.#level, t(`playback_level_${this.timeline.level}`));
    this.showHits();
  }

  /** "3 of 312 hits", by where one is in time. */
  showHits(): void {
    const { search, place } = this.playback;
    const visits = search.active ? search.matches?.visits : undefined;
    this.#hits.hidden = !visits || visits.length === 0;
    if (!visits || visits.length === 0) return;
    const here = lowerBound(visits, place.ordinal);
    say(this.#hitWords, visits[here] === place.ordinal
      ? t('playback_hitPlace', number(here + 1), number(visits.length)) : t('playback_hitCount', number(visits.length)));
  }

  #button(drawn: 'older' | 'newer' | 'plus' | 'minus', name: string, act: () => void): HTMLElement {
    return el('button', { type: 'button', class: `icon plain ${drawn}`, 'aria-label': name, title: name, onclick: act }, icon(drawn));
  }
}
