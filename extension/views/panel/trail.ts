/** From where one came to this page, and where one went from it: a part of the page of its own, hidden until the engine can say it. */
import type { PageState } from '../../bridge/engine.js';
import { need } from '../shared/dom.js';

export async function showTrail(_page: PageState | null): Promise<void> {
  need('#trail', HTMLElement).hidden = true;
}
