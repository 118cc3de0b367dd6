/** Where a pairing code is put in: typed or pasted, out of a picture, by the camera. What is wrong with it is said below. */
import { el, fill } from '../../shared/dom.js';
import { plural, t } from '../../shared/i18n.js';
import { Camera, hasCamera } from './camera.js';
import { field } from './fields.js';
import { isBare, type NoPairingCode, type PairingCode, readPairingCode, shortAddress } from './pairing-code.js';
import { readPicture } from './read-picture.js';
import { Told } from './told.js';

/** Of the texts in a picture those that are pairing codes, of whatever version. */
const codesIn = (texts: string[]): string[] => texts.filter((text) => /^webmynd\d/i.test(text));

export class CodeField {
  readonly #input = el('textarea', { rows: 3, required: true, autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', dir: 'ltr', class: 'code' });
  readonly #file = el('input', { type: 'file', id: 'vault-code-file', accept: 'image/*', class: 'unseen', tabindex: -1, 'aria-hidden': 'true' });
  readonly #lens = el('button', { type: 'button', hidden: true, onclick: () => void this.#look() }, t('settings_vault_code_camera'));
  readonly #said = el('p', { role: 'status' });
  readonly #camera = new Camera();
  readonly node = el('div', { class: 'stack' },
    field('vault-code', t('settings_vault_code'), this.#input, t('settings_vault_code_help')),
    el('div', { class: 'buttons' }, el('button', { type: 'button', onclick: () => this.#file.click() }, t('settings_vault_code_picture')), this.#file, this.#lens),
    this.#said, this.#camera.node);

  /** @param bare is told whether what stands there has no address of its own. */
  constructor(private readonly bare: (isBare: boolean) => void) {
    this.#input.addEventListener('input', () => this.#changed());
    this.#input.addEventListener('paste', (event) => this.#pasted(event));
    // One line of text: Enter sends it, as in any other field.
    this.#input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      this.#input.form?.requestSubmit();
    });
    this.#file.addEventListener('change', () => {
      const [chosen] = this.#file.files ?? [];
      this.#file.value = '';
      if (chosen) void this.#take(chosen);
    });
    void hasCamera().then((there) => { this.#lens.hidden = !there; });
  }

  /** What stands there, as a code. Throws what is told of it when it is none; it stays. */
  read(): PairingCode {
    const found = readPairingCode(this.#input.value);
    if (!('wrong' in found)) return found;
    this.#input.setAttribute('aria-invalid', 'true');
    throw new Told(sentence(found));
  }

  #changed(): void {
    this.#input.removeAttribute('aria-invalid');
    fill(this.#said);
    this.bare(isBare(this.#input.value));
  }

  #say(kind: 'good' | 'quiet' | 'wrong', words: string): void {
    this.#said.className = kind;
    this.#said.textContent = words;
  }

  #pasted(event: ClipboardEvent): void {
    const picture = [...event.clipboardData?.files ?? []].find(({ type }) => type.startsWith('image/'));
    if (!picture || event.clipboardData?.getData('text/plain')) return;
    event.preventDefault();
    void this.#take(picture);
  }

  async #take(picture: File): Promise<void> {
    this.#say('quiet', t('settings_vault_picture_reading'));
    const texts = await readPicture(picture);
    if (typeof texts === 'string') this.#say('wrong', t(`settings_vault_picture_${texts}`));
    else if (!this.#put(texts)) this.#say('wrong', t(`settings_vault_picture_${codesIn(texts).length > 1 ? 'several' : texts.length > 0 ? 'foreign' : 'none'}`));
  }

  async #look(): Promise<void> {
    fill(this.#said);
    await this.#camera.look((texts) => this.#put(texts)).catch(() => {
      this.#camera.stop();
      this.#say('wrong', t('settings_vault_camera_refused'));
    });
  }

  /** The one code of a picture comes into the field. It is not sent by itself: a person sees first where it leads. */
  #put(texts: string[]): boolean {
    const [text, ...more] = codesIn(texts);
    if (text === undefined || more.length > 0) return false;
    this.#input.value = text;
    this.#changed();
    const found = readPairingCode(text);
    if ('wrong' in found) this.#say('wrong', sentence(found));
    else {
      this.#say('good', t('settings_vault_code_read', shortAddress(found.origin ?? '')));
      this.#input.form?.querySelector<HTMLElement>('[type=submit]')?.focus();
    }
    return true;
  }
}

const sentence = (found: NoPairingCode): string => ('count' in found ? plural(`settings_vault_code_${found.wrong}`, found.count) : t(`settings_vault_code_${found.wrong}`));
