/** Where the benchmark keeps what it downloads and makes: beside the person's other caches, never in the repository. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'webmynd', 'bench-search');

/** A path below the cache, whose folder is there. */
export function cached(...parts) {
  mkdirSync(join(CACHE, ...parts.slice(0, -1)), { recursive: true });
  return join(CACHE, ...parts);
}

/** Makes a file or folder of the cache unless it is there: one that was begun and never ended is not taken for it, and two processes may make it. */
export async function madeOnce(path, make) {
  if (existsSync(path)) return path;
  const unfinished = `${path}.${process.pid}`;
  try {
    await make(unfinished);
    if (!existsSync(path)) renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return path;
}

export const hashOf = (text) => createHash('sha256').update(text).digest('hex').slice(0, 12);
