/**
 * SQLite's own wasm over its pool of OPFS handles: an FTS5 table over a table of texts, what else is known of pages beside, so
 * that a filter reads no texts; settings as they come. CROSS JOIN: words are looked up first.
 */
globalThis.sqlite3ApiConfig = { disable: { vfs: { opfs: true, 'opfs-wl': true } } };

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
const MATCH = {
  all: ({ words }) => words.map(quoted).join(' '),
  phrase: ({ words }) => quoted(words.join(' ')),
  prefix: ({ words }) => `${words.map(quoted).join(' ')} *`,
};
const FOUND = `SELECT p.url, p.time, words.title, snippet(words, 1, '[', ']', '…', 40) AS passage FROM words CROSS JOIN pages p ON p.id = words.rowid
  WHERE words MATCH ?1`;
/** Chosen before passages are made, which sorting by time would make of all that match. */
const NEWEST = `SELECT w.rowid FROM words w CROSS JOIN pages q ON q.id = w.rowid WHERE w.words MATCH ?1 AND q.site = ?2 ORDER BY q.time DESC LIMIT 10`;

export async function sqlite(options) {
  const { default: init } = await import('@sqlite.org/sqlite-wasm');
  const sqlite3 = await init();
  const pool = await sqlite3.installOpfsSAHPoolVfs({ name: 'pool' });
  const db = new pool.OpfsSAHPoolDb('/pages.db');
  db.exec(`CREATE TABLE IF NOT EXISTS pages(id INTEGER PRIMARY KEY, url TEXT UNIQUE, site TEXT, time INTEGER);
    CREATE TABLE IF NOT EXISTS texts(id INTEGER PRIMARY KEY, title TEXT, text TEXT);
    CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(title, text, content = 'texts', content_rowid = 'id', ${options})`);
  const page = db.prepare('INSERT INTO pages VALUES (?, ?, ?, ?)');
  const texts = db.prepare('INSERT INTO texts VALUES (?, ?, ?)');
  const words = db.prepare('INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)');
  const best = db.prepare(`${FOUND} ORDER BY rank LIMIT 10`);
  const newest = db.prepare(`${FOUND} AND words.rowid IN (${NEWEST}) ORDER BY p.time DESC`);

  const put = (statement, values) => { statement.bind(values).step(); statement.reset(); };
  return {
    add: (documents) => db.transaction(() => {
      for (const { id, url, site, title, text, time } of documents) {
        put(page, [id + 1, url, site, time]);
        put(texts, [id + 1, title, text]);
        put(words, [id + 1, title, text]);
      }
    }),
    save: () => undefined,
    search(query) {
      const statement = query.site ? newest : best;
      statement.bind(1, MATCH[query.kind](query));
      if (query.site) statement.bind(2, query.site);
      const hits = [];
      while (statement.step()) hits.push(statement.get({}));
      statement.reset();
      return hits;
    },
  };
}
