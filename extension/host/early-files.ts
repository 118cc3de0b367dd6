/**
 * The memory's files, opened while the engine is compiled. A file is an errand of some milliseconds to the browser, and the engine can read
 * nothing before it has them all; both wait for somebody else, so they wait together.
 */

/** Every file of the folder by its name; `null` where it could not be opened: the engine asks for it itself, and hears why it cannot have it. */
export type EarlyFiles = Map<string, AccessHandle | null>;

/** What of a `FileSystemSyncAccessHandle` is used here; it is in the types of workers alone. */
export interface AccessHandle { close(): void }
interface AccessibleFile { createSyncAccessHandle(): Promise<AccessHandle> }

/** Opens them; `null` where the folder is not there, or tells nothing: the engine begins it, or says why it cannot. Whoever calls holds the lock. */
export async function openEarly(folder: string): Promise<EarlyFiles | null> {
  try {
    const root = await navigator.storage.getDirectory();
    const files = await root.getDirectoryHandle(folder);
    const opening: Promise<[string, AccessHandle | null]>[] = [];
    for await (const name of files.keys()) opening.push(openOne(files, name));
    return new Map(await Promise.all(opening));
  } catch {
    return null;
  }
}

/** Lets go of what the engine did not come to have; to close what is closed does nothing. */
export function closeEarly(files: EarlyFiles | null): void {
  for (const handle of files?.values() ?? []) handle?.close();
}

async function openOne(files: FileSystemDirectoryHandle, name: string): Promise<[string, AccessHandle | null]> {
  try {
    const file = await files.getFileHandle(name) as unknown as AccessibleFile;
    return [name, await file.createSyncAccessHandle()];
  } catch {
    return [name, null];
  }
}
