/** TLS in front of a server, as its proxy speaks it, under an authority of the test's own. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];

/** Writes an authority and a certificate of its for 127.0.0.1 into `folder`; null where there is no openssl (3.0 or newer). */
function certified(folder) {
  const at = (name) => join(folder, name);
  const make = (...args) => execFileSync('openssl', ['req', '-x509', ...KEY, ...args], { stdio: 'ignore' });
  try {
    make('-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=WebMynd tests', '-addext', 'keyUsage=critical,keyCertSign');
    make('-keyout', at('own.key'), '-out', at('own.pem'), '-subj', '/CN=127.0.0.1', '-CA', at('ca.pem'), '-CAkey', at('ca.key'),
      '-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE', '-addext', 'extendedKeyUsage=serverAuth');
  } catch { return null; }
  return { authority: readFileSync(at('ca.pem'), 'utf8'), key: readFileSync(at('own.key')), cert: readFileSync(at('own.pem')) };
}

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
    authority: bare(made.authority),
    asked,
    passTo: (origin) => { target = origin; },
    close: () => { server.closeAllConnections(); server.close(); },
  };
}
