/** A Chromium that someone manages: with policies of its own, which no other Chromium of the machine sees. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executable } from '../../../tools/lib/browser-programs.mjs';

/** Where Debian's Chromium looks. Another build looks elsewhere, and then finds no policy. */
const PLACE = '/etc/chromium';
const APART = ['--user', '--map-root-user', '--mount'];

/** Why it cannot be had here, or null. */
export function unmanageable() {
  if (!existsSync(PLACE)) return `there is no ${PLACE}`;
  try {
    execFileSync('unshare', [...APART, 'mount', '--bind', '/tmp', PLACE], { stdio: 'ignore' });
    return null;
  } catch {
    return 'no mount of its own can be given to a process (unshare --user --mount)';
  }
}

/** Writes a program into `folder` that starts Chromium with these policies: only it sees the folder in the policies' place. */
export function managedChromium(folder, policies) {
  mkdirSync(join(folder, 'policies', 'managed'), { recursive: true });
  writeFileSync(join(folder, 'policies', 'managed', 'webmynd.json'), JSON.stringify(policies));
  const program = join(folder, 'chromium');
  const inside = `mount --bind "$0" ${PLACE} && exec "$@"`;
  writeFileSync(program, `#!/bin/sh\nexec unshare ${APART.join(' ')} sh -c '${inside}' '${folder}' '${executable('chrome')}' "$@"\n`, { mode: 0o755 });
  return program;
}
