/** What libraries without files of their own need: a file of lines in OPFS, a passage of a text, and hits by the newest. */
const PASSAGE = 240;

/** The open file of this name. */
export async function openFile(name) {
  const handle = await (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
  const file = await handle.createSyncAccessHandle();
  return {
    read() {
      const bytes = new Uint8Array(file.getSize());
      file.read(bytes, { at: 0 });
      return new TextDecoder().decode(bytes);
    },
    /** Puts `text` in the place of what is there, durably. */
    write(text) {
      const bytes = new TextEncoder().encode(text);
      file.truncate(0);
      file.write(bytes, { at: 0 });
      file.flush();
    },
  };
}

export const hasPhrase = ({ title, text }, words) => `${title}\n${text}`.toLowerCase().includes(words.join(' '));

/** The hits as they are shown: address, title, a passage around the first word. */
export const shown = (pages, words) => pages.slice(0, 10).map(({ url, title, text }) => {
  const at = Math.max(0, text.toLowerCase().indexOf(words[0]) - PASSAGE / 4);
  return { url, title, passage: text.slice(at, at + PASSAGE) };
});
