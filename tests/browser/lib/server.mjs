/**
 * A web site that serves files with their bytes as found and pages made by the stories, the same on every ground (ground.mjs): `origin` is plain
 * http, `safe` https (null where no certificate can be made), `loopback` this machine's own address. A policy header keeps every page from reaching
 * anything outside, and from running its own scripts unless a story says so.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSafe } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLAIN, SAFE_HOST, isOurs, tunnel } from './ground.mjs';
import { certified } from './tls.mjs';

const CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:";
const ACTIVE = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'self'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'";

/** Listens on a free port; resolves to it. */
const listen = (server) => new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server.address().port)); });

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'webmynd-site-'));
  try {
    return certified(folder, [SAFE_HOST]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export class Site {
  origin = PLAIN;
  #made = new Map();
  #files = new Map();
  #servers = [];

  /** Starts on free ports. */
  static async open() {
    const site = new Site();
    const answer = (request, response) => void site.#answer(request, response);
    const [made, plain] = [certificate(), createServer(answer)];
    site.#servers.push(plain);
    site.port = await listen(plain);
    site.loopback = `http://127.0.0.1:${site.port}`;
    const safe = made && createSafe(made, answer);
    if (safe) site.#servers.push(safe);
    site.safePort = safe && await listen(safe);
    site.safe = safe && `https://${SAFE_HOST}`;
    Object.assign(site, { authority: made?.authority, keyHash: made?.keyHash });
    site.endTunnels = tunnel(plain, site.safePort);
    return site;
  }

  /** The same site under another name below `.test`: another origin for the browser. */
  originAs(host) { return `http://${host}`; }

  /** Pages as `pages()` gives them: files with their bytes as found, or made ones. */
  serveFiles(pages) {
    for (const { path, file, html } of pages) {
      if (file) this.#files.set(path, file);
      else this.serve(path, html);
    }
  }

  /** Serves `html` (or what a function makes of the request) at `path`. `active` pages may run scripts. */
  serve(path, html, { active = false, headers = {}, status = 200 } = {}) { this.#made.set(path, { html, active, headers, status }); }

  /** Serves nothing any more. */
  forget() {
    this.#made.clear();
    this.#files.clear();
  }

  async #answer(request, response) {
    if (!isOurs(request)) { response.writeHead(502).end(); return; }
    const { pathname } = new URL(request.url, PLAIN);
    const made = this.#made.get(pathname);
    response.setHeader('cache-control', 'no-store');
    response.setHeader('content-security-policy', made?.active ? ACTIVE : CLOSED);
    if (made) {
      response.statusCode = made.status;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      for (const [name, value] of Object.entries(made.headers)) response.setHeader(name, value);
      response.end(typeof made.html === 'function' ? await made.html(request) : made.html);
      return;
    }
    const file = this.#files.get(pathname);
    if (!file) { response.writeHead(404).end(); return; }
    // No charset: the page's own declaration has to do, as it did where the page came from.
    response.setHeader('content-type', 'text/html');
    response.end(await readFile(file));
  }

  close() {
    this.endTunnels();
    for (const server of this.#servers) { server.closeAllConnections(); server.close(); }
  }
}
