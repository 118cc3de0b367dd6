/** The camera, as long as it is looked for a code. What it sees goes to the reader and nowhere else. */
import { el, fill } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { readFrame } from './read-picture.js';

/** Between two looks (ms). */
const PAUSE = 250;

/** Whether there is one that the browser may give. */
export async function hasCamera(): Promise<boolean> {
  // Not everywhere, whatever the types say: an insecure or restricted context has none.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const all = await devices?.enumerateDevices().catch(() => []);
  return all?.some(({ kind }) => kind === 'videoinput') ?? false;
}

export class Camera {
  readonly node = el('div', { class: 'stack camera', hidden: true });
  #stream: MediaStream | null = null;
  /** The browser asks the person. */
  #isAsked = false;

  /** Opens it and looks until `found` is content with the texts of a frame, or it is stopped. Rejects where the browser does not give it. */
  async look(found: (texts: string[]) => boolean): Promise<void> {
    if (this.#isAsked || this.#stream) return;
    this.#isAsked = true;
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).finally(() => { this.#isAsked = false; });
    this.#stream = stream;
    const video = el('video', { 'aria-label': t('settings_vault_camera') });
    Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
    fill(this.node, video, el('p', { class: 'caption' }, t('settings_vault_camera_hint')), el('button', { type: 'button', onclick: () => this.stop() }, t('settings_vault_camera_stop')));
    this.node.hidden = false;
    await video.play();
    while (this.#stream === stream && this.node.isConnected) {
      const texts = await readFrame(video);
      if (this.#stream === stream && found(texts)) break;
      await new Promise((go) => { setTimeout(go, PAUSE); });
    }
    // Whoever stopped it may have begun anew meanwhile.
    if (this.#stream === stream) this.stop();
  }

  /** Its light goes out. */
  stop(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = null;
    this.node.hidden = true;
    fill(this.node);
  }
}
