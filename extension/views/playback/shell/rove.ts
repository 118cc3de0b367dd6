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
    return all.filter((one) => !isHidden(one, group));
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
    // Browsers take a part of it for enough.
    all[to]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  new MutationObserver((records) => { if (records.some(isOfButtons)) arrange(); })
    .observe(group, { childList: true, subtree: true, attributeFilter: ['hidden'], attributeOldValue: true });
  if (group instanceof HTMLDivElement) set(group, 'role', 'toolbar');
  arrange();
}

/** Whether a button is hidden within its group, which may be out of sight itself. By what stands in the document: to ask whether it is seen has styles computed with each letter. */
function isHidden(button: HTMLElement, group: HTMLElement): boolean {
  const hidden = button.closest('[hidden]');
  return hidden !== null && hidden !== group && group.contains(hidden);
}

/** Whether buttons came, went, or may have come into sight: words change all the time. */
function isOfButtons({ type, target, oldValue, addedNodes, removedNodes }: MutationRecord): boolean {
  if (type === 'attributes') return target instanceof Element && target.getAttribute('hidden') !== oldValue;
  return [...addedNodes, ...removedNodes].some((node) => node instanceof Element && (node.matches(BUTTONS) || node.querySelector(BUTTONS) !== null));
}

/** From the last it goes on with the first. */
function nextOf(key: string, at: number, many: number): number | undefined {
  const ahead = document.documentElement.dir === 'rtl' ? -1 : 1;
  return { ArrowRight: (at + ahead + many) % many, ArrowLeft: (at - ahead + many) % many, Home: 0, End: many - 1 }[key];
}
