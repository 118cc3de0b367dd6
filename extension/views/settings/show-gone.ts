/** Whether a page that is opened from here and is gone gives way to what was kept of it. */
import type { Settings } from '../../bridge/messages.js';
import { writeSettings } from '../../bridge/settings.js';
import { need } from '../shared/dom.js';

export class ShowGonePart {
  readonly #box = need('#show-gone', HTMLInputElement);

  constructor() {
    this.#box.addEventListener('change', () => void writeSettings({ showGone: this.#box.checked }));
  }

  show({ showGone }: Settings): void {
    this.#box.checked = showGone;
  }
}
