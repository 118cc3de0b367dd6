/** One thing that is noted of each tab while the browser runs, by whichever worker of ours is alive. */
import { store, stored, unstore } from '../browser.js';

export class TabNote<Value> {
  constructor(private readonly name: string) {}

  private readonly key = (tabId: number): string => `${this.name}:${tabId}`;

  /** What was noted of a tab last. */
  async of(tabId: number): Promise<Value | undefined> {
    const key = this.key(tabId);
    return (await stored('session', [key]))[key] as Value | undefined;
  }

  readonly set = (tabId: number, value: Value): Promise<void> => store('session', { [this.key(tabId)]: value });
  readonly drop = (tabId: number): Promise<void> => unstore('session', [this.key(tabId)]);
}
