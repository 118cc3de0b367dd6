/** Pictures of every screen of the extension, taken as the tour's browser shows them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tabId } from '../../tests/browser/lib/engine.mjs';
import { sleep, until } from '../../tests/browser/lib/until.mjs';

/** Takes the screens of one browser into a folder. */
export class Screens {
  constructor(driven, folder) {
    this.driven = driven;
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** A picture of `view` once it has come to rest; `of`: a selector, when it is to show an element alone. */
  async shoot(view, name, { rest = 1_200, of } = {}) {
    await view.bringToFront();
    await sleep(rest);
    const clip = of && await view.$eval(of, (element) => {
      const [{ x, y, width, height }, margin] = [element.getBoundingClientRect(), element === document.body ? 0 : 16];
      // Counted from the page's corner, wherever the view has scrolled to.
      return { x: x + scrollX - margin, y: y + scrollY - margin, width: width + 2 * margin, height: height + 2 * margin };
    });
    await view.screenshot({ path: join(this.folder, `${name}.png`), ...(clip ? { clip } : {}) });
    console.log(`${name}.png`);
  }

  playback(view, asked = {}) {
    const query = new URLSearchParams(asked).toString();
    return this.driven.own(`views/playback/playback.html#/${view}${query ? `?${query}` : ''}`);
  }

  /** Before any page was visited. */
  async empty() {
    const view = await this.playback('grid');
    await this.shoot(view, 'empty');
    await view.close();
  }

  /** `middle`: the visit that stands in the middle of the reel; `words`: what is searched. */
  async all({ own, middle, words, popupOf }) {
    for (const name of ['welcome', 'settings']) await this.shoot(await this.driven.own(`views/${name}/${name}.html`), name);
    const reel = await this.playback('reel', middle);
    await this.shoot(reel, 'reeler', { rest: 2_500 });
    await reel.keyboard.press('Home');
    await reel.keyboard.press('KeyP');
    await sleep(2_500);
    await this.shoot(reel, 'reeler-playing', { rest: 0 });
    await reel.keyboard.press('KeyP');
    await this.shoot(await this.playback('grid'), 'grid', { rest: 2_500 });
    const results = await this.playback('grid', { q: words });
    await this.shoot(results, 'search', { rest: 2_500 });
    await this.#bestOnTop(results);
    await this.shoot(await this.playback('reel', { q: words }), 'reeler-search', { rest: 2_500 });
    await this.#popup(own, popupOf);
  }

  /** The best hit is what one sees first, and what Enter would open. */
  async #bestOnTop(view) {
    await until(() => view.evaluate(() => {
      const first = document.querySelector('.result');
      return first?.contains(document.activeElement) && first.getBoundingClientRect().top >= 0;
    }), { what: 'the best hit is not on top' });
  }

  /** The popup over a page, as wide and as high as it is itself. */
  async #popup(own, url) {
    const front = await this.driven.page();
    await front.goto(url);
    const popup = await this.driven.own(`views/popup/popup.html?tab=${await tabId(own, url)}`);
    await this.shoot(popup, 'popup', { of: 'body' });
  }
}
