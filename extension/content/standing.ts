/** The address at which the background knows a visit to stand. */
export class Standing {
  private waiting = 0;

  constructor(private told: string) {}

  /** A look at `href` is sent: it says its own address when it is kept, and whatever was told meanwhile would be forgotten over it. */
  look(href: string, answered: Promise<unknown>): void {
    this.told = href;
    this.waiting += 1;
    void answered.finally(() => { this.waiting -= 1; });
  }

  /** Whether that the visit stands at `href` is to be told now; then it is. */
  tells(href: string): boolean {
    if (this.waiting > 0 || href === this.told) return false;
    this.told = href;
    return true;
  }
}
