/** The toast after forgetting: counts together what was forgotten while it stands, undoes or ends it on request. */
import { complain } from '../../shared/errors.js';
import { plural, t } from '../../shared/i18n.js';
import { Toast } from '../../shared/toast.js';
import type { Deed } from '../model/deeds.js';
import type { Playback } from '../model/playback.js';

export class UndoToast {
  readonly toast = new Toast();
  #shown: Deed[] = [];

  /** `after` brings the focus back when the button that had it goes. */
  constructor(readonly playback: Playback, readonly after: () => void) {
    playback.deeds.done.on((deed) => { if (deed.kind === 'forget') this.#forgot(deed); });
    playback.deeds.undone.on(({ deed, count }) => this.#undone(deed, count));
  }

  #forgot(deed: Deed): void {
    const deeds = [...this.#shown, deed];
    const total = deeds.reduce((sum, one) => sum + one.count, 0);
    this.toast.show(plural('shared_forgot', total), {
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
    const words = deed.kind === 'forget' ? plural('shared_restored', count) : t('playback_undone');
    this.toast.show(words, { ms: 4000 });
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
    await this.#try(() => this.playback.deeds.forgetNow(deeds.map((deed) => deed.op)));
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
