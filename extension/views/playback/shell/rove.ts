/** Groups of buttons that are one stop for the Tab key: arrows go from button to button, and a group is come back to where it was left. */
import { set } from '../../shared/dom.js';

/** A group within another is a stop of its own. */
const GROUPS = '.switch, .more-box, .reel-acts, .controls, .trail, .facets, .selection-bar';
const BUTTONS = 'button, a[href]';

export function roveAll(root: ParentNode): void {
  for (const group of root.querySelectorAll<HTMLElement>(GROUPS)) rove(group);
}

function rove(group: HTMLElement): void {
  let stop: HTMLElement | null = null;
  const buttons = (): HTMLElement[] => {
    const all = [...group.querySelectorAll<HTMLElement>(BUTTONS)].filter((one) => one.closest(GROUPS) === group);
    const seen = all.filter((one) => one.checkVisibility());
    // Where all of the group is out of sight, what is hidden within it tells so by itself.
    return seen.length > 0 ? seen : all.filter(({ hidden }) => !hidden);
  };
  const arrange = (): void => {
    const all = buttons();
    if (stop === null || !all.includes(stop)) stop = all[0] ?? null;
    for (const button of all) set(button, 'tabindex', button === stop ? null : '-1');
  };
  group.addEventListener('focusin', ({ target }) => {
    const button = buttons().find((one) => one === target);
    if (button) stop = button;
    arrange();
  });
  group.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const all = buttons();
    const at = all.findIndex((one) => one === event.target);
    const to = at < 0 ? undefined : nextOf(event.key, at, all.length);
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  });
  new MutationObserver(arrange).observe(group, { childList: true, subtree: true, attributeFilter: ['hidden'] });
  new ResizeObserver(arrange).observe(group);
  if (group instanceof HTMLDivElement) set(group, 'role', 'toolbar');
  arrange();
}

/** From the last it goes on with the first. */
function nextOf(key: string, at: number, many: number): number | undefined {
  const ahead = document.documentElement.dir === 'rtl' ? -1 : 1;
  return { ArrowRight: (at + ahead + many) % many, ArrowLeft: (at - ahead + many) % many, Home: 0, End: many - 1 }[key];
}
