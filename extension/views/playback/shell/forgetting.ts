/** Forgetting what is selected, or the page of a frame: asked once more when it is much, refused where a search was not understood. */
import type { Ordinal, Weight } from '../../../bridge/engine.js';
import { complaintLine } from '../../shared/complaints.js';
import { el } from '../../shared/dom.js';
import { plural, t } from '../../shared/i18n.js';
import { weighty } from '../../shared/weight.js';
import type { Toast } from '../../shared/toast.js';
import type { GridView } from '../grid/grid-view.js';
import { forgetsPages, type Playback } from '../model/playback.js';
import { openSheet } from './dialog.js';

interface After { goOn(): void; focus(): void }

export class Forgetting {
  /** One after the other: each goes by what is there when its turn comes. */
  #turn: Promise<void> = Promise.resolve();

  constructor(readonly playback: Playback, readonly grid: GridView, readonly toast: Toast, readonly here: () => Ordinal, readonly after: After) {}

  /** `of`: the frame that is meant when nothing is selected. */
  forget(of = this.here): void {
    this.#turn = this.#turn.then(() => this.#forget(of())).catch((thrown: unknown) => this.playback.memory.report(thrown));
  }

  async #forget(ordinal: Ordinal): Promise<void> {
    const { playback, after } = this;
    if (ordinal < 0 || playback.memory.frames.isForgotten(ordinal)) return;
    const { selection, search } = playback;
    const meant = playback.meant(selection.size > 0 ? selection.ranges : [[ordinal, ordinal + 1]]);
    const as = forgetsPages(playback) ? 'pages' : 'visits';
    const results = this.grid.shown && this.grid.source.kind === 'results';
    // All that a search found is what its words say; where some of them were not understood it is more than was meant.
    if (search.active && selection.size > 1 && selection.size >= search.total) {
      const complaints = (await search.complaints()).map(complaintLine);
      if (complaints.length > 0) return this.toast.show(t('playback_forgetRefused', complaints.join(' ')));
    }
    const weight = await playback.weigh(meant, as);
    if (weighty(weight) && !await confirmed(weight)) return after.focus();
    const told = as === 'visits' ? playback.forgetVisits(meant) : playback.forgetPages(meant, weight);
    // In results the next one takes its place once the search has been asked again.
    if (!results) after.goOn();
    await told;
    if (results) after.focus();
    else if (playback.place.ordinal !== this.here()) after.goOn();
  }
}

/** Asks whether so much is to be forgotten; closing the question is a no. */
function confirmed(weight: Weight): Promise<boolean> {
  return new Promise((answer) => {
    const yes = el('button', { type: 'button', class: 'danger', onclick: () => { answer(true); sheet.close(); } }, t('playback_forgetMany_yes', plural('playback_visits', weight.visits)));
    const no = el('button', { type: 'button', onclick: () => sheet.close() }, t('playback_forgetMany_no'));
    const words = t('playback_forgetMany', plural('playback_visits', weight.visits), plural('playback_pages', weight.pages));
    const marks = weight.webmarks > 0 ? plural('shared_forgetMarks', weight.webmarks) : t('shared_forgetNoMarks');
    const sheet = openSheet(t('playback_forgetMany_title'), [el('div', { class: 'sheet-body' }, el('p', {}, words), el('p', {}, marks),
      el('p', { class: 'quiet' }, t('playback_forgetMany_undo')), el('p', { class: 'sheet-acts' }, no, yes))], () => answer(false));
    no.focus();
  });
}
