/** Listens in a frame that was read: tells when there is enough in it that nobody has read, once, and until it is read again no more. */
import { sendMessage, stillInstalled } from '../browser.js';
import type { FromFrame } from '../bridge/messages.js';
import { Changes } from './changes.js';
import { Gathered } from './gathered.js';
import { ENOUGH, GATHER, LONGEST_GATHER } from './limits.js';

const TOLD: FromFrame = { kind: 'frameStirred' };

export class Ear {
  private readonly changes = new Changes({ childList: true, characterData: true });
  private readonly gathered = new Gathered();
  private size = 0;
  private unread = 0;
  private wait = GATHER;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `read`: what the frame shows now, as it would be answered. */
  constructor(private readonly read: () => string) {}

  /** The frame was read, and shows `text`. */
  heard(text: string): void {
    this.gathered.add(text);
    this.unread = 0;
    this.wait = GATHER;
    this.hasChanged();
    this.again();
  }

  private hasChanged(): boolean {
    const { size } = this;
    this.size = innerWidth * innerHeight;
    return this.changes.look() > 0 || this.size !== size;
  }

  private again(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.listen(), this.wait);
  }

  private listen(): void {
    if (!stillInstalled()) return;
    if (document.visibilityState === 'visible' && this.hasChanged()) {
      const fresh = this.gathered.add(this.read());
      this.unread += fresh;
      this.wait = fresh > 0 ? GATHER : Math.min(this.wait * 2, LONGEST_GATHER);
    }
    if (this.unread >= ENOUGH) void sendMessage(TOLD).catch(() => undefined);
    else this.again();
  }
}
