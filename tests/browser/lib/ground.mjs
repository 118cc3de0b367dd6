/**
 * The grounds a page can stand on: plain http, https, and this machine's own address. The last counts as a secure context, as https does: what is
 * only tried there is not tried for the plain web. Names under `.test` are nobody's, and need no port: browsers are told where they lead.
 */
import { connect } from 'node:net';

/** Where the pages of the stories stand if nothing else is said, and any other host of theirs beside it. */
export const PLAIN = 'http://site.test';
/** A host of https alone: a browser that made https of plain addresses would find nothing. */
export const SAFE_HOST = 'safe.test';
const isTest = (host) => host.endsWith('.test');

/** Chromium's arguments: names of ours lead to `site`, all others to nothing. */
export function chromiumGround(site) {
  const rules = ['MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost', 'EXCLUDE *.localhost'];
  if (site) rules.unshift(`MAP *.test:80 127.0.0.1:${site.port}`);
  if (site?.safePort) rules.unshift(`MAP ${SAFE_HOST}:443 127.0.0.1:${site.safePort}`);
  return [`--host-resolver-rules=${rules.join(' , ')}`, ...(site?.keyHash ? [`--ignore-certificate-errors-spki-list=${site.keyHash}`] : [])];
}

/** Firefox's preferences: it has no such rules, so `site` is its proxy. */
export const firefoxGround = (site) => (site ? {
  'network.proxy.type': 1, 'dom.security.https_first': false, 'dom.security.https_only_mode': false,
  'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': site.port, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': site.port,
} : {});

/** Whether a request to the site is for a host of its own; a browser that takes it for its proxy asks for others as well. */
export const isOurs = ({ url }) => url.startsWith('/') || isTest(new URL(url).hostname);

/** Has the site's server lead connections to the https host to `port`, and no others anywhere. Returns how to end them. */
export function tunnel(server, port) {
  const open = new Set();
  server.on('connect', ({ url }, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (url !== `${SAFE_HOST}:443` || port === null) { socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'); return; }
    const through = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('close', () => { through.destroy(); open.delete(socket); });
    open.add(socket);
  });
  return () => { for (const socket of open) socket.destroy(); };
}
