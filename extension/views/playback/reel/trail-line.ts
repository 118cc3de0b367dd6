/** The trail as a line under the frame: the pages one came from, this one, and those one went to; each leads there. */
import type { Caption, Ordinal } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { nameOfPage } from '../../shared/readable.js';
import type { Playback } from '../model/playback.js';
import { readTrail, type TrailSteps } from '../model/trail.js';
import { icon } from '../shell/icons.js';

/** The trail is asked for once one rests on a frame. */
const REST_MS = 160;
const SHOWN = { before: 3, after: 4 };

export class TrailLine {
  readonly element = el('nav', { class: 'trail', 'aria-label': t('playback_trail'), hidden: true });
  #steps: TrailSteps | null = null;
  #wanted: Ordinal = -1;
  #revision = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `save`: the trail is wanted as a file. */
  constructor(readonly playback: Playback, readonly go: (ordinal: Ordinal) => void, readonly save: (steps: TrailSteps) => void) {}

  /** The frame in the middle; while frames fly past nothing is asked. */
  show(ordinal: Ordinal): void {
    const { revision } = this.playback.memory;
    if (ordinal === this.#wanted && revision === this.#revision) return;
    if (ordinal !== this.#wanted) this.#draw(null);
    [this.#wanted, this.#revision] = [ordinal, revision];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#read(ordinal), REST_MS);
  }

  /** The step before: where one came from; the step after: the first page one went to. Null where there is none. */
  async step(from: Ordinal, direction: 1 | -1): Promise<Ordinal | null> {
    const steps = this.#steps?.of === from ? this.#steps : await readTrail(this.playback, from);
    return (direction < 0 ? steps.before.at(-1) : steps.after[0])?.ordinal ?? null;
  }

  async #read(ordinal: Ordinal): Promise<void> {
    try {
      const steps = await readTrail(this.playback, ordinal);
      if (ordinal === this.#wanted) this.#draw(steps);
    } catch (thrown) {
      this.playback.memory.report(thrown);
    }
  }

  #draw(steps: TrailSteps | null): void {
    this.#steps = steps;
    const isEmpty = steps === null || steps.before.length + steps.after.length === 0;
    this.element.hidden = isEmpty;
    if (isEmpty || !steps.here) return fill(this.element);
    const arrow = (): Node => icon('newer');
    const before = steps.before.slice(-SHOWN.before);
    const after = steps.after.slice(0, SHOWN.after);
    fill(this.element,
      ...(before.length < steps.before.length ? ['… ', arrow()] : []),
      ...before.flatMap((step) => [this.#step(step, 'playback_trailFrom'), arrow()]),
      el('span', { class: 'trail-here', 'aria-current': 'true', dir: 'auto' }, nameOfPage(steps.here)),
      ...(after.length > 0 ? [arrow()] : []), ...after.map((step) => this.#step(step, 'playback_trailTo')),
      after.length < steps.after.length && ` +${steps.after.length - after.length}`,
      el('button', { type: 'button', class: 'icon plain trail-save', title: t('playback_trailSave'), 'aria-label': t('playback_trailSave'), onclick: () => this.save(steps) }, icon('save')));
  }

  #step(step: Caption, said: string): HTMLElement {
    const name = nameOfPage(step);
    return el('button', { type: 'button', class: 'chip trail-step', title: `${name} · ${step.site}`, 'aria-label': t(said, name), onclick: () => this.go(step.ordinal) }, el('span', { dir: 'auto' }, name));
  }
}
