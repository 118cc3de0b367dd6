/** The address of a vault's server, as a person types it. */

/** https, or http on this machine alone; without path and slash at the end. Null when it is none. */
export function serverOrigin(typed: string): string | null {
  const trimmed = typed.trim();
  try {
    const { protocol, hostname, origin, pathname, search, hash, username } = new URL(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
    const here = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
    const bare = pathname === '/' && search === '' && hash === '' && username === '';
    return bare && (protocol === 'https:' || (protocol === 'http:' && here)) ? origin : null;
  } catch {
    return null;
  }
}
