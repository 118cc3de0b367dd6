/** What a server's directory of users wants to be shown, and how that is sent: docs/protocol.md, "A directory of users". */

export interface DirectoryWish {
  proof: 'password' | 'idToken' | 'other';
  /** Whether it is wanted at each login, and not only where an account is made. */
  atLogin: boolean;
  /** Of an ID token: who issues it. */
  issuer: string | null;
}

/** Out of a server's own description of itself; null where it has no directory. */
export function wishOf(known: unknown): DirectoryWish | null {
  const wanted = field(known, 'directory');
  if (typeof wanted !== 'object' || wanted === null) return null;
  const [proof, issuer] = [field(wanted, 'proof'), field(wanted, 'issuer')];
  return {
    proof: proof === 'password' || proof === 'idToken' ? proof : 'other',
    atLogin: field(wanted, 'atLogin') !== false, issuer: typeof issuer === 'string' ? issuer : null,
  };
}

/** As the value of `Authorization`: Basic with an empty name, for the body has it; Bearer. */
export function proofOf(proof: 'password' | 'idToken', typed: string): string {
  if (proof === 'idToken') return `Bearer ${typed.trim()}`;
  return `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`:${typed}`)))}`;
}

const field = (of: unknown, name: string): unknown => (typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined);
