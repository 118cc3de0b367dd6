/** Certificates under an authority of the test's own, and TLS in front of a server, as its proxy speaks it. */
import { execFileSync } from 'node:child_process';
import { X509Certificate, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];

/** Why there is none, where there is none. */
export const NO_CERTIFICATE = 'openssl is not here, or too old, to make a certificate';

/**
 * Writes an authority and a certificate of its for 127.0.0.1 and `hosts` into `folder`; null where there is no openssl (3.0 or newer).
 * Browsers are told whom to trust: Firefox the authority, Chromium the certificate's key.
 */
export function certified(folder, hosts = []) {
  const at = (name) => join(folder, name);
  const make = (...args) => execFileSync('openssl', ['req', '-x509', ...KEY, ...args], { stdio: 'ignore' });
  try {
    make('-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=WebMynd tests', '-addext', 'keyUsage=critical,keyCertSign');
    make('-keyout', at('own.key'), '-out', at('own.pem'), '-subj', '/CN=127.0.0.1', '-CA', at('ca.pem'), '-CAkey', at('ca.key'),
      '-addext', `subjectAltName=${['IP:127.0.0.1', ...hosts.map((host) => `DNS:${host}`)].join()}`, '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'extendedKeyUsage=serverAuth');
  } catch { return null; }
  const cert = readFileSync(at('own.pem'));
  return { authority: bare(readFileSync(at('ca.pem'), 'utf8')), keyHash: hashOfKey(cert), key: readFileSync(at('own.key')), cert };
}

const hashOfKey = (cert) => createHash('sha256').update(new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' })).digest('base64');

/** The base64 of a certificate without its frame, as browsers take it. */
const bare = (pem) => pem.replace(/-----[A-Z ]+-----|\s/g, '');

/** Listens on a free port; `passTo` says where to, once that is known. Null where no certificate can be made. */
export async function tlsFront(folder) {
  const made = certified(folder);
  if (!made) return null;
  let target;
  const asked = [];
  const server = createServer(made, (question, answer) => {
    asked.push({ url: question.url, authorization: question.headers.authorization });
    const { method, url: path, headers } = question;
    const passed = request(target, { method, path, headers }, (came) => {
      answer.writeHead(came.statusCode, came.headers);
      came.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    question.pipe(passed);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    origin: `https://127.0.0.1:${server.address().port}`,
    authority: made.authority,
    keyHash: made.keyHash,
    asked,
    passTo: (origin) => { target = origin; },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
