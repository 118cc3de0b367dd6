/** The list of sections marks the one that is being read. */
export function followSections(nav: HTMLElement): void {
  const links = [...nav.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')];
  const mark = (): void => {
    const line = Math.min(innerHeight / 3, 160);
    const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const begun = links.filter((link) => (document.getElementById(link.hash.slice(1))?.getBoundingClientRect().top ?? Infinity) <= line);
    const here = atEnd ? links.at(-1) : begun.at(-1) ?? links[0];
    for (const link of links) {
      if (link === here) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  let due = 0;
  const soon = (): void => { due ||= requestAnimationFrame(() => { due = 0; mark(); }); };
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon);
  mark();
}
