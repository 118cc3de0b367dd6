/** The pauses between readings, and between looks: they grow where nothing new comes, and with each look. */
import { GATHER, LONGEST_GATHER, LONGEST_PAUSE, PAUSE } from './limits.js';

export class Pauses {
  private nextGather = 0;
  private gatherPause = GATHER;
  private nextLook = 0;
  private lookPause = PAUSE;

  mayGather(now: number): boolean { return now >= this.nextGather; }

  mayLook(now: number): boolean { return now >= this.nextLook; }

  /** It is being read; so many characters were new. */
  gathered(now: number, fresh: number): void {
    this.gatherPause = fresh > 0 ? GATHER : Math.min(this.gatherPause * 2, LONGEST_GATHER);
    this.nextGather = now + this.gatherPause;
  }

  /** The person did something: it is read and looked at again soon, whatever the pauses have grown to. */
  acted(now: number): void {
    this.gatherPause = GATHER;
    this.nextGather = Math.min(this.nextGather, now + GATHER);
    this.nextLook = Math.min(this.nextLook, now + PAUSE);
  }

  looked(now: number): void {
    this.nextLook = now + this.lookPause;
    this.lookPause = Math.min(this.lookPause * 2, LONGEST_PAUSE);
  }
}
