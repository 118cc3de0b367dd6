/** A picture of a visit in a box of fixed size: never a broken image, never blank. */
import type { Engine, Ordinal } from '../../bridge/engine.js';
import { css, inkOn, siteColour } from './colour.js';
import { decoded } from './decoded.js';
import { el } from './dom.js';

export const letterOf = (site: string): string => ([...site.replace(/^www\./, '')][0] ?? '·').toLocaleUpperCase();

/** A box that shows the site's first letter until (and unless) the thumbnail comes. The control around it carries the name. */
export function picture(engine: Pick<Engine, 'image'>, ordinal: Ordinal, site: string): HTMLElement {
  const box = el('span', { class: 'picture', 'aria-hidden': 'true' }, letterOf(site));
  const ground = siteColour(site);
  box.style.setProperty('background-color', css(ground));
  box.style.setProperty('color', inkOn(ground));
  void engine.image(ordinal, 'thumb').then((blob) => (blob ? put(box, blob) : undefined)).catch(() => undefined);
  return box;
}

/** What cannot be decoded leaves the letter standing. */
async function put(box: HTMLElement, blob: Blob): Promise<void> {
  const image = await decoded(blob);
  if (image) box.replaceChildren(image);
}
