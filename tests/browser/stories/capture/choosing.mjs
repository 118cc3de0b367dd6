/** What a person chooses to keep: exceptions to rules, a mode, seconds on the screen, a page in spite of what it shows. */
import { engineOf, everything, remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

/** Sets settings as the settings page does. */
const choose = (own, settings) => own.evaluate((values) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).storage.local.set(values), settings);

const stateAt = async (own, url) => tell(own, { kind: 'tabState', tabId: await tabId(own, url) });
const visit = async (page, url) => { await page.bringToFront(); await page.goto(url); };
/** Until the page is skipped for that reason; its state. */
const skipped = (own, url, reason) => until(async () => {
  const state = await stateAt(own, url);
  return state.skipped === reason && state;
}, { what: `${url} was never skipped as ${reason}` });
const addresses = async (engine) => (await everything(engine)).map(({ url }) => url);
const finds = async (engine, words) => (await engine.search({ q: `"${words}"`, sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 })).hits.map(({ url }) => url);

export default [
  {
    name: 'an exception lets a site of the built-in list in, and is taken back; what is excluded names its rule',
    async run({ site, common, assert }) {
      for (const path of ['/one', '/two', '/three']) site.serve(path, pageOf(path.length));
      const driven = await common();
      const [own, page] = [await driven.own(), await driven.page()];
      const engine = engineOf(own);
      const at = (path) => site.originAs('login.a.test') + path;
      await visit(page, at('/one'));
      assert.deepEqual((await skipped(own, at('/one'), 'excluded')).rule, { line: 'login.*', isBuiltIn: true });
      // Let in while it stands there: it is remembered as it stands.
      await tell(own, { kind: 'exclude', rule: '!login.a.test', on: true });
      await remembered(engine, at('/one'));
      await visit(page, at('/two'));
      await remembered(engine, at('/two'));
      assert.equal((await stateAt(own, at('/two'))).exception, '!login.a.test');
      await tell(own, { kind: 'exclude', rule: '!login.a.test', on: false });
      await tell(own, { kind: 'exclude', rule: 'a.test', on: true });
      await visit(page, at('/three'));
      assert.deepEqual((await skipped(own, at('/three'), 'excluded')).rule, { line: 'a.test', isBuiltIn: false });
      await sleep(pace.longEnough);
      assert.deepEqual(await addresses(engine), [at('/one'), at('/two')]);
    },
  },
  {
    name: 'what stands there when one resumes, only what is starred, and only addresses',
    async run({ site, common, assert }) {
      for (const [i, path] of ['/a', '/b', '/c'].entries()) site.serve(path, pageOf(i + 1));
      const driven = await common();
      const [own, page] = [await driven.own(), await driven.page()];
      const engine = engineOf(own);
      const at = (path) => site.origin + path;
      await tell(own, { kind: 'pause', until: 'always' });
      await visit(page, at('/a'));
      await skipped(own, at('/a'), 'paused');
      await tell(own, { kind: 'pause', until: null });
      await remembered(engine, at('/a'));
      await engine.forgetNow((await engine.mutate({ page: at('/a') }, { kind: 'forget' })).op);
      await choose(own, { mode: 'starred' });
      await visit(page, at('/a'));
      await skipped(own, at('/a'), 'notStarred');
      await visit(page, at('/b'));
      await skipped(own, at('/b'), 'notStarred');
      assert.deepEqual(await tell(own, { kind: 'star', tabId: await tabId(own, at('/b')), on: true }), { on: true });
      assert.deepEqual(await finds(engine, wordsOf(2)), [at('/b')]);
      await visit(page, at('/a'));
      await visit(page, at('/b'));
      await until(async () => (await engine.page(at('/b'))).visits === 2, { what: 'a later visit of a WebMark was not kept' });
      await choose(own, { mode: 'address' });
      await visit(page, at('/c'));
      const { lastOrdinal } = await remembered(engine, at('/c'));
      await sleep(2 * pace.picturesApart);
      const [caption] = await engine.captions([lastOrdinal]);
      assert.equal(caption.title, 'Page 3');
      const { text, rest } = await engine.text(lastOrdinal);
      assert.deepEqual({ text, rest, found: (await finds(engine, wordsOf(3))).includes(at('/c')), picture: await engine.image(lastOrdinal, 'thumb') }, { text: '', rest: '', found: false, picture: null });
      assert.deepEqual(await addresses(engine), [at('/b'), at('/b'), at('/c')]);
    },
  },
  {
    name: 'a page that is excluded or shows a password field is kept once where the person says so',
    async run({ site, common, assert }) {
      site.serve('/excluded', pageOf(1, { colour: '#205080' }));
      site.serve('/password', pageOf(2, { body: '<form><input type="password"></form>' }));
      const driven = await common();
      const [own, page] = [await driven.own(), await driven.page()];
      const engine = engineOf(own);
      const keep = async (url) => tell(own, { kind: 'keep', tabId: await tabId(own, url) });
      const [excluded, password] = [`${site.origin}/excluded`, `${site.origin}/password`];
      await tell(own, { kind: 'exclude', rule: 'site.test/excluded', on: true });
      await visit(page, excluded);
      await skipped(own, excluded, 'excluded');
      assert.deepEqual(await keep(excluded), { ok: true });
      const { lastOrdinal: first } = await engine.page(excluded);
      await until(() => engine.image(first, 'thumb'), { what: 'the page that was excluded has no picture' });
      await visit(page, password);
      await skipped(own, password, 'password');
      assert.deepEqual(await keep(password), { ok: true });
      const { lastOrdinal } = await engine.page(password);
      await sleep(2 * pace.picturesApart);
      assert.equal(await engine.image(lastOrdinal, 'thumb'), null, 'what is typed there is on no picture');
      // This once: the next visits are as before.
      for (const url of [excluded, password]) { await visit(page, url); await sleep(pace.longEnough); }
      assert.deepEqual(await addresses(engine), [excluded, password]);
    },
  },
  {
    name: 'noarchive counts where it was asked for, and so do seconds on the screen',
    async run({ site, common, assert }) {
      const marked = (n) => pageOf(n).replace('<title>', '<meta name="robots" content="noindex, noarchive"><title>');
      site.serve('/kept', marked(1));
      site.serve('/withheld', marked(2));
      site.serve('/short', pageOf(3));
      site.serve('/long', pageOf(4));
      const driven = await common();
      const [own, page] = [await driven.own(), await driven.page()];
      const engine = engineOf(own);
      const at = (path) => site.origin + path;
      await visit(page, at('/kept'));
      await remembered(engine, at('/kept'));
      await choose(own, { noArchive: true });
      await visit(page, at('/withheld'));
      await skipped(own, at('/withheld'), 'noarchive');
      // More than a busy machine takes for what comes between; and nothing else is in front when it becomes less.
      await choose(own, { seenSeconds: 60 });
      await visit(page, at('/short'));
      await sleep(4 * pace.rested);
      assert.equal((await engine.page(at('/short'))).remembered, false, 'it was not on the screen for so long');
      await visit(page, at('/withheld'));
      await choose(own, { seenSeconds: 8 });
      await visit(page, at('/long'));
      await remembered(engine, at('/long'));
      assert.deepEqual(await addresses(engine), [at('/kept'), at('/long')]);
    },
  },
];
