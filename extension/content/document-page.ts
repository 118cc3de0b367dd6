/** The document that is shown, as a visit asks it. */
import { wait } from '../bridge/pace.js';
import { Changes } from './changes.js';
import { Cover } from './cover.js';
import { headingOf, referrer, title } from './dom.js';
import type { Shown } from './likeness.js';
import type { Page } from './page.js';
import { readCard, readLeaving, readPage, shownText, shownTextSoon } from './read.js';
import { notePasswords, secretIn, withheld } from './sensitive.js';

const shownWith = (text: string): Shown => ({ title: title(), heading: headingOf(), text });

/** How this document was loaded. */
const loading = (): PerformanceNavigationTiming | undefined => performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined;

/** The address without a place in the document. */
const bareHref = (): string => location.href.replace(/#(?![/!]).*$/, '');

/** Loaded again by a script, a person, or its own `refresh`, which Firefox calls a navigation from itself. */
const isReloaded = (): boolean => loading()?.type === 'reload' || referrer() === location.href;

/** A script that begins so long (ms) after its document was loaded takes the place of one that was lost. */
const LATE = wait(3_000);

function isLate(): boolean {
  const loaded = loading()?.loadEventEnd ?? 0;
  return loaded > 0 && performance.now() - loaded > LATE;
}

/** Pixels: what is smaller is an icon. */
const LARGE = 40_000;
/** By these, elements are shown and hidden. */
const FACES = ['class', 'style', 'hidden', 'open', 'aria-expanded', 'aria-hidden', 'aria-selected', 'data-state'];
/** After these, something else may be seen, also where a style sheet alone does it. */
const DEEDS = ['click', 'change', 'keyup', 'toggle'];

/** Whether a picture is seen by whoever looks at the page. */
function isLarge(picture: HTMLImageElement): boolean {
  const { width, height, top, bottom } = picture.getBoundingClientRect();
  return width * height >= LARGE && bottom > 0 && top < innerHeight;
}

/** Something that happens now and then, and whether it did since that was asked last. */
class Latch {
  raised = false;
  raise(): void { this.raised = true; }
  take(): boolean {
    const { raised } = this;
    this.raised = false;
    return raised;
  }
}

/** `noteFrame`: a frame told that it stirred. */
export function documentPage(): Page & { noteFrame(): void } {
  const changes = new Changes({ childList: true, characterData: true });
  const faces = new Changes({ attributes: true, attributeFilter: FACES });
  const [deeds, frames, pictures, stirs] = [new Latch(), new Latch(), new Latch(), new Latch()];
  const cover = new Cover();
  const stood = isLate();
  const loadedAt = bareHref();
  for (const deed of DEEDS) document.addEventListener(deed, () => deeds.raise(), { capture: true, passive: true });
  // A frame's document is no part of this one: that it came is all that can be heard from here.
  document.addEventListener('load', ({ target }) => {
    if (target instanceof HTMLIFrameElement) frames.raise();
    // Each is measured until one was large: that lays the page out.
    if (!pictures.raised && target instanceof HTMLImageElement && isLarge(target)) pictures.raise();
  }, true);
  return {
    href: () => location.href,
    status: () => (bareHref() === loadedAt ? loading()?.responseStatus ?? 0 : 0),
    isReloaded,
    stood: () => stood,
    heading: headingOf,
    isVisible: () => document.visibilityState === 'visible',
    hasFrames: () => document.querySelector('iframe, frame, object, embed') !== null,
    frameStirred: () => frames.take(),
    noteFrame: () => frames.raise(),
    unfolded: () => {
      const did = faces.look() > 0;
      if (did) stirs.raise();
      return did;
    },
    acted: () => deeds.take(),
    pictureCame: () => (stirs.take() && cover.went()) || (!cover.isThere() && pictures.take()),
    changes: () => {
      notePasswords();
      const found = changes.look();
      if (found > 0) stirs.raise();
      return found;
    },
    shown: () => shownWith(shownText()),
    shownSoon: async (busy) => shownWith(await shownTextSoon(busy)),
    read: (busy) => readPage(busy, () => cover.note(busy)),
    readCard,
    readAtOnce: readLeaving,
    withheld,
    withheldIn: (shadows) => shadows.map(secretIn).find((secret) => secret !== null) ?? null,
  };
}
