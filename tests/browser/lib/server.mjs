/**
 * A web site on 127.0.0.1 that serves files with their bytes as found and pages made by the stories. A policy header
 * keeps every page from reaching anything outside, and from running its own scripts unless a story says so.
 */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

const CLOSED = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:";
const ACTIVE = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'self'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'";

export class Site {
  #made = new Map();
  #files = new Map();

  /** Starts on a free port. */
  static async open() {
    const site = new Site();
    site.server = createServer((request, response) => void site.#answer(request, response));
    await new Promise((resolve) => { site.server.listen(0, '127.0.0.1', resolve); });
    site.origin = `http://127.0.0.1:${site.server.address().port}`;
    return site;
  }

  /** The same site under another name: another origin for the browser. */
  originAs(host) { return `http://${host}:${this.server.address().port}`; }

  /** Pages as `pages()` gives them: files with their bytes as found, or made ones. */
  serveFiles(pages) {
    for (const { path, file, html } of pages) {
      if (file) this.#files.set(path, file);
      else this.serve(path, html);
    }
  }

  /** Serves `html` (or what a function makes of the request) at `path`. `active` pages may run scripts. */
  serve(path, html, { active = false, headers = {} } = {}) { this.#made.set(path, { html, active, headers }); }

  async #answer(request, response) {
    const { pathname } = new URL(request.url, 'http://x');
    const made = this.#made.get(pathname);
    response.setHeader('cache-control', 'no-store');
    response.setHeader('content-security-policy', made?.active ? ACTIVE : CLOSED);
    if (made) {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      for (const [name, value] of Object.entries(made.headers)) response.setHeader(name, value);
      response.end(typeof made.html === 'function' ? made.html(request) : made.html);
      return;
    }
    const file = this.#files.get(pathname);
    if (!file) { response.writeHead(404).end(); return; }
    // No charset: the page's own declaration has to do, as it did where the page came from.
    response.setHeader('content-type', 'text/html');
    response.end(await readFile(file));
  }

  close() { this.server.closeAllConnections(); this.server.close(); }
}
