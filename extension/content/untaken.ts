/** What a page showed and no look has taken yet: whether it is worth another look. */
import { ENOUGH } from './limits.js';

export class Untaken {
  private characters = 0;
  private title = '';
  /** The title of the last look; null before the first one. */
  private taken: string | null = null;
  /** Of the pictures that come after the first look only one time is worth a picture of ours. */
  private picture: 'none' | 'came' | 'taken' = 'none';

  /** It was read: its title, and how many characters of it are new. */
  read(title: string, fresh: number): void {
    this.title = title;
    this.characters += fresh;
  }

  /** What came before the first look is on its picture. */
  pictureCame(): void {
    if (this.taken !== null && this.picture === 'none') this.picture = 'came';
  }

  wantsPicture(): boolean { return this.picture === 'came'; }

  /** Whether there is enough for another look; of a page that is out of sight there is no picture any more. */
  isWorthALook(inSight: boolean): boolean {
    return this.characters >= ENOUGH || (this.taken !== null && this.title !== this.taken) || (inSight && this.wantsPicture());
  }

  /** A look has taken all of it. */
  look(title: string, withPicture: boolean): void {
    this.title = this.taken = title;
    this.characters = 0;
    if (withPicture) this.picture = 'taken';
  }

  /** The last look was not kept. */
  takeBack(): void { this.characters = ENOUGH; }
}
