/** The bar on top: search, how much there is, which view, how large, which day, help. */
import { el, say, set } from '../../shared/dom.js';
import { plural, t } from '../../shared/i18n.js';
import { memoryUrl, settingsUrl } from '../../shared/places.js';
import type { Playback } from '../model/playback.js';
import type { View } from '../model/route.js';
import { TILE_STEPS } from '../grid/tile-size.js';
import type { GridView } from '../grid/grid-view.js';
import { countLine } from './count-line.js';
import { icon, type IconName } from './icons.js';
import { More } from './more.js';
import type { SearchField } from './search-field.js';

export interface ToolbarActs { switchTo(view: View): void; date(): void; help(): void; forgotten(): void; showFresh(): void }

export class Toolbar {
  readonly #count = el('p', { class: 'count quiet number', role: 'status' });
  /** New visits that wait: beside their number, where it covers no page. */
  readonly fresh: HTMLButtonElement;
  readonly #size = el('input', { type: 'range', min: 0, max: TILE_STEPS.length - 1, step: 1, 'aria-label': t('playback_tileSize') });
  readonly #sizeBox: HTMLElement;
  readonly #forgotten: HTMLButtonElement;
  readonly #reel: HTMLButtonElement;
  readonly #grid: HTMLButtonElement;

  constructor(readonly root: HTMLElement, readonly playback: Playback, readonly view: GridView, field: SearchField, acts: ToolbarActs) {
    this.#reel = this.#viewButton('reel', 'reel', acts);
    this.#grid = this.#viewButton('grid', 'grid', acts);
    this.fresh = el('button', { type: 'button', class: 'fresh', hidden: true, onclick: () => acts.showFresh() });
    this.#sizeBox = el('div', { class: 'tile-size' }, icon('minus'), this.#size, icon('plus'));
    this.#forgotten = el('button', {
      type: 'button', class: 'icon plain', hidden: true, 'aria-label': t('playback_recentlyForgotten'), title: t('playback_recentlyForgotten'),
      onclick: () => acts.forgotten(),
    }, icon('undo'));
    const more = new More(this.#sizeBox, this.#forgotten,
      el('button', { type: 'button', class: 'icon plain', 'aria-label': t('playback_date'), title: `${t('playback_date')} (G)`, onclick: () => acts.date() }, icon('calendar')),
      el('a', { class: 'button icon plain to-figures', href: memoryUrl(), 'aria-label': t('playback_figures'), title: t('playback_figures') }, icon('figures')),
      el('a', { class: 'button icon plain to-settings', href: settingsUrl(), 'aria-label': t('page_settings'), title: t('page_settings') }, icon('settings')),
      el('button', { type: 'button', class: 'icon plain', 'aria-label': t('playback_help'), title: `${t('playback_help')} (?)`, onclick: () => acts.help() }, icon('help')));
    root.append(field.element, el('div', { class: 'counted' }, this.#count, this.fresh), el('div', { class: 'switch', role: 'group', 'aria-label': t('playback_view') }, this.#reel, this.#grid), more.button, more.box);
    this.#size.addEventListener('input', () => view.setStep(Number(this.#size.value)));
    for (const news of [playback.memory.changed, playback.search.changed, playback.search.counted, playback.search.news]) news.on(() => this.show());
    playback.place.switched.on(() => this.show());
    playback.deeds.learned.on(() => {
      this.#forgotten.hidden = !playback.deeds.hasForgotten;
      this.show();
    });
  }

  show(): void {
    const { place, search, memory } = this.playback;
    // Above the film the bar is of the cinema, in both themes.
    this.root.classList.toggle('cinema', place.view === 'reel');
    set(this.#reel, 'aria-pressed', place.view === 'reel' ? 'true' : 'false');
    set(this.#grid, 'aria-pressed', place.view === 'grid' ? 'true' : 'false');
    this.#size.value = String(this.view.step);
    this.#sizeBox.hidden = place.view !== 'grid' || search.active || memory.total === 0;
    this.fresh.hidden = memory.waiting === 0;
    if (memory.waiting > 0) say(this.fresh, plural('playback_newPages', memory.waiting));
    const line = countLine(this.playback);
    // A live region repeats what is set again, so it is only set when it differs.
    if (line !== null) say(this.#count, line);
  }

  #viewButton(view: View, drawn: IconName, acts: ToolbarActs): HTMLButtonElement {
    const name = t(`playback_${view}`);
    return el('button', { type: 'button', class: 'plain', 'aria-pressed': 'false', title: `${name} (V)`, onclick: () => acts.switchTo(view) },
      icon(drawn), el('span', { class: 'switch-name' }, name));
  }
}
