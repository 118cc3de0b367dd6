/** Then and now: the versions of a page as a strip, two of them beside each other, and the words that changed between them. */
import type { Caption, Ordinal, PageText } from '../../../bridge/engine.js';
import { decoded, largest } from '../../shared/decoded.js';
import { el, fill, set } from '../../shared/dom.js';
import { moment, number, plural, t } from '../../shared/i18n.js';
import { mainOf } from '../../shared/kept-text.js';
import { nameOfPage } from '../../shared/readable.js';
import type { Playback } from '../model/playback.js';
import { type ChangeKind, difference, type Run } from '../text/difference.js';
import { openSheet } from './dialog.js';
import { VersionStrip } from './version-strip.js';

/** Letters that stay on either side of a change, of a longer run that is the same. */
const BESIDE = 160;
/** Captions that come at once. */
const BATCH = 64;
type Side = 'then' | 'now';

let opening = false;

/** `alone`: there is nothing to be held against it. */
export async function openVersions(playback: Playback, of: Ordinal, alone: () => void): Promise<void> {
  const { engine, memory } = playback;
  if (opening || document.querySelector('dialog[open]')) return;
  opening = true;
  try {
    const { ordinals, at, total } = await engine.versions(of);
    const captions: Caption[] = [];
    for (let from = 0; from < ordinals.length; from += BATCH) captions.push(...await engine.captions(ordinals.slice(from, from + BATCH)));
    // The oldest first, as time runs.
    captions.reverse();
    if (captions.length > 1) new VersionsSheet(playback, captions, total, captions.length - 1 - (at ?? 0));
    else alone();
  } catch (thrown) {
    memory.report(thrown);
  } finally {
    opening = false;
  }
}

class VersionsSheet {
  readonly #chosen: Record<Side, number>;
  readonly #strip: VersionStrip;
  readonly #sides: Record<Side, { select: HTMLSelectElement; picture: HTMLElement }>;
  readonly #changes = el('div', { class: 'changes', dir: 'auto', tabindex: '0', role: 'region', 'aria-label': t('playback_changes') });
  readonly #summary = el('p', { class: 'quiet', role: 'status' });
  #ticket = 0;
  #open = true;
  readonly #deaf: () => void;

  constructor(readonly playback: Playback, readonly captions: Caption[], total: number, here: number) {
    const newest = captions.length - 1;
    this.#chosen = here === newest ? { then: newest - 1, now: newest } : { then: here, now: newest };
    this.#sides = { then: this.#side('then'), now: this.#side('now') };
    // A version of the strip is held against the newest, or against the one before it where it is that.
    this.#strip = new VersionStrip(captions, ({ ordinal }) => this.#thumbOf(ordinal), (at) => {
      this.#chosen.now = newest;
      this.#choose('then', at === newest ? newest - 1 : at);
    });
    const last = captions[newest] as Caption;
    const sheet = openSheet(nameOfPage(last), [el('div', { class: 'sheet-body versions' },
      el('p', { class: 'quiet' }, plural('playback_versionsOf', total), total > captions.length && ` ${t('playback_versionsNewest', number(captions.length))}`),
      this.#strip.element, el('div', { class: 'version-pair' }, this.#box('then'), this.#box('now')), this.#summary, this.#changes)], () => this.#close());
    sheet.dialog.classList.add('wide');
    // What is forgotten is out of sight everywhere, here, too.
    this.#deaf = playback.memory.changed.on(() => void this.#look(total, sheet.close));
    this.#show();
    this.#strip.reveal(this.#chosen.then);
  }

  async #look(total: number, close: () => void): Promise<void> {
    const newest = await this.playback.engine.ordOf(this.captions.at(-1)?.id ?? '').catch(() => null);
    const left = newest === null ? 0 : (await this.playback.engine.versions(newest).catch(() => ({ total }))).total;
    if (this.#open && left < total) close();
  }

  #close(): void {
    this.#open = false;
    this.#deaf();
  }

  #side(side: Side): { select: HTMLSelectElement; picture: HTMLElement } {
    const options = this.captions.map((caption, at) => el('option', { value: at }, moment(caption.at, Date.now(), caption.offsetMin)));
    const select = el('select', { 'aria-label': t(`playback_${side}`), onchange: () => { this.#choose(side, Number(select.value)); this.#strip.reveal(Number(select.value)); } }, ...options);
    return { select, picture: el('div', { class: 'version-picture' }) };
  }

  #box(side: Side): HTMLElement {
    const { select, picture } = this.#sides[side];
    return el('section', { 'aria-label': t(`playback_${side}`) }, el('header', {}, el('h3', {}, t(`playback_${side}`)), select), picture);
  }

  #choose(side: Side, at: number): void {
    this.#chosen[side] = at;
    this.#show();
  }

  #show(): void {
    this.#strip.show({ ...this.#chosen });
    for (const side of ['then', 'now'] as const) this.#sides[side].select.value = String(this.#chosen[side]);
    void this.#compare(++this.#ticket);
  }

  async #compare(ticket: number): Promise<void> {
    const [then, now] = [this.captions[this.#chosen.then] as Caption, this.captions[this.#chosen.now] as Caption];
    for (const [side, caption] of [['then', then], ['now', now]] as const) void this.#large(side, caption, ticket);
    try {
      const [earlier, later] = await Promise.all([this.playback.engine.text(then.ordinal), this.playback.engine.text(now.ordinal)]);
      if (ticket === this.#ticket && this.#open) this.#tell(earlier, later, now.lang);
    } catch (thrown) {
      this.playback.memory.report(thrown);
    }
  }

  #tell(earlier: PageText | null, later: PageText | null, lang: string): void {
    if (!earlier || !later || earlier.inVault || later.inVault) {
      this.#summary.textContent = t(earlier && later ? 'playback_changesInVault' : 'playback_changesLost');
      return fill(this.#changes);
    }
    const runs = difference(wordsOf(earlier), wordsOf(later));
    const changes = runs.filter(({ kind }, at) => kind !== 'same' && runs[at - 1]?.kind !== 'gone').length;
    this.#summary.textContent = changes === 0 ? t('playback_changesNone') : plural('playback_changesCount', changes);
    fill(this.#changes, ...(changes === 0 ? [] : runs.flatMap((run, at) => shown(run, at === 0, at === runs.length - 1))));
    set(this.#changes, 'lang', lang || null);
  }

  async #large(side: Side, { ordinal }: Caption, ticket: number): Promise<void> {
    const image = await largest(this.playback.engine, ordinal);
    if (ticket === this.#ticket) fill(this.#sides[side].picture, image ?? el('span', { class: 'quiet' }, t('playback_noPicture')));
  }

  async #thumbOf(ordinal: Ordinal): Promise<HTMLImageElement | null> {
    const blob = await this.playback.engine.image(ordinal, 'thumb').catch(() => null);
    return blob && this.#open ? decoded(blob) : null;
  }
}

const wordsOf = (kept: PageText): string => [kept.title, mainOf(kept)].join('\n');

const TAGS: Record<Exclude<ChangeKind, 'same'>, 'del' | 'ins'> = { gone: 'del', new: 'ins' };

/** What is the same and long is told by its ends alone. */
function shown({ kind, text }: Run, isFirst: boolean, isLast: boolean): (Node | string)[] {
  if (kind !== 'same') return [el(TAGS[kind], {}, el('span', { class: 'unseen' }, ` ${t(`playback_change_${kind}`)}: `), text, el('span', { class: 'unseen' }, ' '))];
  if (text.length <= 2 * BESIDE + 40) return [text];
  const [head, tail] = [isFirst ? '' : text.slice(0, BESIDE), isLast ? '' : text.slice(-BESIDE)];
  return [head, el('span', { class: 'skipped' }, ' … '), tail];
}
