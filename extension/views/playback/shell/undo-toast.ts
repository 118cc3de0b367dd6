/** The toast after forgetting: counts together what was forgotten, or taken back, while it stands; undoes or ends it on request. */
import { complain } from '../../shared/errors.js';
import { plural, t } from '../../shared/i18n.js';
import { Toast } from '../../shared/toast.js';
import type { Deed } from '../model/deeds.js';
import type { Playback } from '../model/playback.js';

export class UndoToast {
  readonly toast = new Toast();
  #shown: Deed[] = [];
  /** How many visits the toast says are back. */
  #back = 0;

  /** `after` brings the focus back when the button that had it goes. */
  constructor(readonly playback: Playback, readonly after: () => void) {
    playback.deeds.done.on((deed) => { if (deed.kind === 'forget') this.#forgot(deed); });
    playback.deeds.skipped.on((pages) => this.toast.show(plural('shared_skippedPages', pages)));
    playback.deeds.undone.on(({ deed, count }) => this.#undone(deed, count));
    playback.deeds.learned.on(() => this.#learned());
  }

  #forgot(deed: Deed): void {
    this.#offer([...this.#shown, deed]);
  }

  /** Another tab has taken back, or ended, what is offered here, or its time is over. */
  #learned(): void {
    const open = new Set(this.playback.deeds.forgets.map(({ op }) => op));
    const left = this.#shown.filter(({ op }) => open.has(op));
    if (left.length === this.#shown.length) return;
    if (left.length === 0) this.toast.close();
    else this.#offer(left);
  }

  #offer(deeds: Deed[]): void {
    this.toast.show(forgot(deeds), {
      actions: [
        { label: t('shared_undo'), act: () => void this.#undo(deeds) },
        { label: t('shared_forgetNow'), act: () => void this.#end(deeds) },
      ],
      // The toast goes; Ctrl+Z still works until the engine's undo window ends.
      gone: () => { this.#shown = []; },
    });
    this.#shown = deeds;
  }

  #undone(deed: Deed, count: number): void {
    this.#shown = [];
    if (deed.kind !== 'forget') return this.toast.show(t('playback_undone'), { ms: 4000 });
    // Forgets that are taken back one after the other are counted together, as they were when they went.
    const back = this.#back + count;
    this.toast.show(plural('shared_restored', back), { ms: 4000, gone: () => { this.#back = 0; } });
    this.#back = back;
  }

  async #undo(deeds: Deed[]): Promise<void> {
    this.after();
    await this.#try(async () => {
      for (const deed of [...deeds].reverse()) await this.playback.deeds.undo(deed);
    });
  }

  async #end(deeds: Deed[]): Promise<void> {
    this.#shown = [];
    this.after();
    await this.#try(async () => { for (const deed of deeds) await this.playback.deeds.forgetNow(deed); });
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      this.toast.show(complain(thrown));
    }
    await this.playback.memory.refresh();
    await this.playback.search.again();
  }
}

/** "Forgot 2 pages (5 visits)."; only visits where any deed was of visits and not of whole pages. */
function forgot(deeds: readonly Deed[]): string {
  const visits = deeds.reduce((sum, { count }) => sum + count, 0);
  const pages = deeds.reduce((sum, deed) => sum + (deed.pages ?? NaN), 0);
  if (Number.isNaN(pages)) return plural('shared_forgot', visits);
  const named = plural('playback_pages', pages);
  return pages === visits ? t('playback_forgot', named) : t('playback_forgotWith', named, plural('playback_visits', visits));
}
