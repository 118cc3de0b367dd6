/** What the frames of a page show, as far as it is known: asked of the background, which alone hears all of them. */
import type { FramesShown } from '../bridge/messages.js';
import type { Surroundings } from './surroundings.js';

export class Framed {
  /** What they showed when they were asked last. */
  text = '';
  private html = '';
  /** Whether there is one that nobody has asked since it came, or since it stirred. */
  private stirred = false;

  constructor(private readonly around: Surroundings) {}

  stir(): void { this.stirred = true; }

  hasStirred(): boolean { return this.stirred; }

  /** A text of the page with theirs behind it. */
  behind(text: string): string { return [text, this.text].filter(Boolean).join('\n'); }

  /** Its HTML with that of the large ones as parts of it. */
  inside(html: string): string { return this.html === '' ? html : `${html}<div>${this.html}</div>`; }

  /** Asks them, beside a text of so many characters; gives the secret that one of them shows. */
  async ask(length: number): Promise<FramesShown['secret']> {
    this.stirred = false;
    if (!this.around.page.hasFrames()) return null;
    const answer = await this.around.tell({ kind: 'frames', length });
    if (answer?.kind !== 'frames') return null;
    ({ text: this.text, html: this.html } = answer);
    return answer.secret;
  }
}
