/** Gathers text in pieces. A string grown by a million small additions has to be flattened in one go, at the worst moment. */

const PIECE = 1 << 14;

export class Writer {
  /** Characters written so far, before tidying. */
  length = 0;
  private pending = '';
  private readonly pieces: string[] = [];

  constructor(private readonly tidy: (piece: string) => string = (piece) => piece) {}

  write(text: string): void {
    this.length += text.length;
    this.pending += text;
    if (this.pending.length >= PIECE) this.flush();
  }

  /** All of it, at most `most` characters. */
  all(most: number): string {
    this.flush();
    return this.pieces.join('').slice(0, most);
  }

  private flush(): void {
    this.pieces.push(this.tidy(this.pending));
    this.pending = '';
  }
}

/** White space as a reader sees it: runs become one space, empty lines go. */
export const tidied = (text: string): string => text.replace(/[^\S\n]+/g, ' ').replace(/ ?\n[ \n]*/g, '\n');
