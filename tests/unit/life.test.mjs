/** The life of the content script on a clock and a page of the test's own: when it looks, and what it sends. Without a browser. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadFrom } from '../../tools/lib/load.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';

let Life;
before(async () => { ({ Life } = await loadFrom({ entryPoints: [fromRoot('extension', 'content', 'life.ts')], define: { HASTE: '1' } })); });

const ARTICLE = 'The words of the first page are heliotrope and marigold, and they are written down in a long line of their own.';
const OTHER = 'The second page speaks of basalt and of cedar, in another line that is long enough to be a text of its own.';
const MENU = 'Home Products About Contact';

/** A page, a background and a clock that are played by a script. */
class Stage {
  time = 0;
  timers = [];
  shown = { title: 'One', heading: 'One', text: `${MENU}\n${ARTICLE}` };
  href = 'http://a.test/one';
  visible = true;
  pending = 1;
  secret = null;
  asked = 0;
  unfolding = false;
  acting = false;
  picturing = false;
  framing = false;
  /** What its frames show; null: it has none. */
  frames = null;
  answers = [];
  /** How long an answer takes (ms). */
  slow = 0;
  /** How long it takes until a look is kept (ms). */
  slowly = 0;
  /** Reasons why the next looks are refused. */
  refusals = [];
  told = [];
  sent = [];
  read = 0;

  page = {
    href: () => this.href,
    status: () => 0, isReloaded: () => false,
    stood: () => false,
    hasFrames: () => this.frames !== null,
    frameStirred: () => { const did = this.framing; this.framing = false; return did; },
    pictureCame: () => { const did = this.picturing; this.picturing = false; return did; },
    unfolded: () => { const did = this.unfolding; this.unfolding = false; return did; },
    acted: () => { const did = this.acting; this.acting = false; return did; },
    heading: () => this.shown.heading,
    isVisible: () => this.visible,
    changes: () => { const found = this.pending; this.pending = 0; return found; },
    shown: () => { this.read += 1; return this.shown; },
    shownSoon: async () => { this.read += 1; return this.shown; },
    read: async () => this.reading(),
    readCard: () => ({ ...this.reading(), text: '' }),
    readAtOnce: () => this.reading(),
    withheld: () => this.secret,
    withheldIn: () => null,
  };

  reading() { return { title: this.shown.title, html: '', text: this.shown.text, lang: 'en', referrer: '', shadows: [], work: 0, longest: 0, piece: 0 }; }

  live() {
    this.life = new Life({
      page: this.page,
      tell: async (body) => {
        this.told.push(body);
        if (body.kind === 'frames') return { kind: 'frames', secret: null, html: '', text: '', ...this.frames };
        if (body.kind !== 'mayI') return { kind: 'skipped', reason: body.reason ?? 'samePage' };
        this.asked += 1;
        if (this.slow > 0) await new Promise((resolve) => { this.timers.push({ at: this.time + this.slow, task: resolve }); });
        return this.answers.shift() ?? { kind: 'yes', seconds: 1, heedsNoArchive: false, cardOnly: false, anyway: false };
      },
      deliver: async (capture) => {
        this.sent.push({ ...capture, at: this.time });
        if (this.slowly > 0) await new Promise((resolve) => { this.timers.push({ at: this.time + this.slowly, task: resolve }); });
        const reason = this.refusals.shift();
        return reason ? { kind: 'refused', reason } : { kind: 'kept' };
      },
      lives: () => true,
      now: () => this.time,
      date: () => this.time,
      after: (ms, task) => {
        const timer = { at: this.time + ms, task };
        this.timers.push(timer);
        return () => { this.timers = this.timers.filter((other) => other !== timer); };
      },
    });
    return this;
  }

  /** Time passes; whatever is due happens, each with all that follows from it. */
  async pass(ms) {
    const until = this.time + ms;
    for (;;) {
      for (let i = 0; i < 30; i += 1) await null;
      const next = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.task();
    }
    this.time = until;
  }

  change(shown, changes = 5) {
    this.shown = { ...this.shown, ...shown };
    this.pending += changes;
  }

  go(href, move = 'route') {
    this.life.aboutToMove();
    this.href = href;
    this.life.moved(move);
  }

  /** What each visit was kept with last: title and text, by the order they began. */
  kept() {
    const visits = new Map();
    for (const capture of this.sent) visits.set(capture.id, capture);
    return [...visits.values()];
  }

  texts() { return this.kept().map(({ text }) => text); }
}

const more = (n) => `${ARTICLE}\nComment ${'abcdefghij'[n]} says something of its own about ${'abcdefghij'[n].repeat(12)} at some length.`;

/** [what it is about, what happens, what is to be true of it] */
const LIVES = [
  ['a page that was seen and rests is looked at once', async (s) => { await s.pass(20_000); },
    (s) => { assert.equal(s.sent.length, 1); assert.ok(s.sent[0].at >= 1_000 && s.sent[0].at < 1_600, `${s.sent[0].at}`); }],
  ['a page that was in front for less than a second is not', async (s) => { await s.pass(900); s.life.left(); await s.pass(5_000); },
    (s) => assert.equal(s.sent.length + s.asked, 0)],
  ['a no that was asked for before it was let in is asked again', async (s) => {
    Object.assign(s, { slow: 500, answers: [{ kind: 'skipped', reason: 'paused' }] });
    await s.pass(1_400); s.life.shown(); await s.pass(5_000);
  }, (s) => { assert.equal(s.asked, 2); assert.deepEqual(s.texts(), [`${MENU}\n${ARTICLE}`]); }],
  ['a no is not asked again until something may have changed', async (s) => {
    s.answers = [{ kind: 'skipped', reason: 'paused' }]; await s.pass(60_000); assert.equal(s.asked, 1); s.life.shown(); await s.pass(5_000);
  }, (s) => { assert.equal(s.asked, 2); assert.equal(s.sent.length, 1); }],
  ['a look that was refused is sent when the page is let in again, as the first', async (s) => {
    s.refusals = ['paused']; await s.pass(20_000); assert.equal(s.sent.length, 1); s.life.shown(); await s.pass(5_000);
  }, (s) => { assert.deepEqual(s.sent.map(({ look, text }) => [look, text]), Array(2).fill([0, `${MENU}\n${ARTICLE}`])); assert.equal(s.kept().length, 1); }],
  ['a later look that was refused is sent when the page is let in again, as the next', async (s) => {
    await s.pass(3_000); s.refusals = ['paused']; s.change({ text: more(1) }); await s.pass(20_000); assert.equal(s.sent.length, 2); s.life.shown(); await s.pass(20_000);
  }, (s) => { assert.deepEqual(s.sent.map(({ look }) => look), [0, 1, 2]); assert.ok(s.texts()[0].includes('Comment b')); }],
  ['a look that is refused for what was before it was let in is sent again by itself', async (s) => {
    Object.assign(s, { refusals: ['paused'], slowly: 800 }); await s.pass(1_900); assert.equal(s.sent.length, 1); s.life.shown(); await s.pass(5_000);
  }, (s) => { assert.equal(s.sent.length, 2); assert.equal(s.kept().length, 1); }],
  ['what comes later is looked at, in the same visit', async (s) => { await s.pass(3_000); s.change({ text: more(1) }); await s.pass(3_000); },
    (s) => { assert.equal(s.kept().length, 1); assert.ok(s.texts()[0].includes('Comment b')); assert.deepEqual(s.sent.map(({ look }) => look), [0, 1]); }],
  ['what unfolds without a change of its nodes is looked at', async (s) => { await s.pass(3_000); s.shown = { ...s.shown, text: more(1) }; s.unfolding = true; await s.pass(3_000); },
    (s) => { assert.equal(s.kept().length, 1); assert.ok(s.texts()[0].includes('Comment b')); }],
  ['a picture that comes late is pictured, once', async (s) => {
    s.picturing = true; await s.pass(4_000); s.picturing = true; await s.pass(6_000); s.picturing = true; await s.pass(6_000);
  }, (s) => { assert.deepEqual(s.sent.map(({ repicture }) => repicture), [false, true]); assert.equal(s.kept().length, 1); }],
  ['a page that pushes an address each time it was just seen is told to be the page it was', async (s) => {
    await s.pass(3_000); for (let n = 0; n < 12; n += 1) { s.go(`http://a.test/one?n=${n}`); await s.pass(1_600); }
  }, (s) => { assert.equal(s.kept().length, 1); assert.ok(s.told.filter(({ kind }) => kind === 'same').length >= 5); }],
  ['what a click unfolds in a page that is drawn all the time is looked at soon', async (s) => {
    await s.pass(3_000);
    for (let t = 0; t < 400; t += 1) { s.unfolding = true; await s.pass(100); }
    s.shown = { ...s.shown, text: more(1) }; s.acting = true;
    for (let t = 0; t < 30; t += 1) { s.unfolding = true; await s.pass(100); }
  }, (s) => assert.ok(s.texts()[0].includes('Comment b'))],
  ['what a click unfolds is looked at soon, however many looks there were', async (s) => {
    await s.pass(3_000);
    for (let n = 0; n < 5; n += 1) { s.change({ text: more(n) }); await s.pass(12_000); }
    s.change({ text: more(7) }); s.acting = true; await s.pass(4_000);
  }, (s) => assert.ok(s.texts()[0].includes('Comment h'))],
  ['messages that differ in their numbers alone are all of them there', async (s) => {
    await s.pass(3_000);
    for (let n = 1; n <= 12; n += 1) { s.change({ text: `${ARTICLE}\n${Array.from({ length: n }, (_, i) => `Message number ${i + 1} of the evening`).join('\n')}` }); await s.pass(3_000); }
    s.life.left();
  }, (s) => { for (let n = 1; n <= 12; n += 1) assert.ok(s.texts()[0].includes(`number ${n} of`), `message ${n}`); assert.equal(s.texts()[0].match(/number 1 of/g).length, 1); }],
  ['rows that come and go as one scrolls are all of them there', async (s) => {
    await s.pass(3_000);
    for (let at = 0; at < 200; at += 20) { s.change({ text: `${MENU}\n${Array.from({ length: 22 }, (_, i) => `Row ${at + i} of the table`).join('\n')}` }); await s.pass(1_500); }
    s.life.left();
  }, (s) => { for (let n = 0; n < 200; n += 1) assert.ok(s.texts()[0].includes(`Row ${n} of`), `row ${n}`); }],
  ['a small change is not worth a look', async (s) => { await s.pass(3_000); s.change({ text: `${ARTICLE}\nnow 12:03` }); await s.pass(60_000); },
    (s) => assert.equal(s.sent.length, 1)],
  ['a clock in a page is one line whatever it shows', async (s) => {
    await s.pass(3_000);
    for (let i = 0; i < 60; i += 1) { s.change({ text: `${ARTICLE}\nThe time in the city where we are is now 12:03:${i} o'clock exactly` }); await s.pass(1_000); }
  }, (s) => assert.ok(s.sent.length <= 2, `${s.sent.length}`)],
  ['what has left the document since is kept behind what is there', async (s) => {
    await s.pass(3_000);
    for (let n = 0; n < 8; n += 1) { s.change({ text: `${MENU}\n${more(n).split('\n')[1]}` }); await s.pass(2_500); }
    s.life.left();
  }, (s) => { for (let n = 0; n < 8; n += 1) assert.ok(s.texts()[0].includes(`Comment ${'abcdefghij'[n]}`), `comment ${n}`); assert.equal(s.kept().length, 1); }],
  ['looks come with growing pauses, however much changes', async (s) => {
    for (let n = 0; n < 600; n += 1) { s.change({ text: `${ARTICLE}\n${String.fromCharCode(97 + (n % 26)).repeat(50)}${'x'.repeat(n)}` }); await s.pass(1_000); }
  }, (s) => assert.ok(s.sent.length <= 13, `${s.sent.length}`)],
  ['a page that is hidden is kept at that moment', async (s) => { s.pending = 5; for (let t = 0; t < 15; t += 1) { s.pending = 5; await s.pass(100); } s.visible = false; s.life.hidden(); await s.pass(10); },
    (s) => assert.equal(s.sent.length, 1)],
  ['a hidden page is read no more', async (s) => { await s.pass(3_000); s.visible = false; s.life.hidden(); s.change({ text: OTHER }); await s.pass(60_000); },
    (s) => { assert.equal(s.sent.length, 1); assert.equal(s.timers.length, 0); }],
  ['a route whose data come before its address is looked at as itself', async (s) => {
    await s.pass(3_000); s.go('http://a.test/two'); s.change({ title: 'Two', heading: 'Two', text: `${MENU}\n${OTHER}` }); await s.pass(3_000);
  }, (s) => { assert.deepEqual(s.kept().map(({ title }) => title), ['One', 'Two']); assert.ok(!s.texts()[1].includes('heliotrope')); }],
  ['a route whose data come late never has the words of the one before', async (s) => {
    await s.pass(3_000); s.go('http://a.test/two'); await s.pass(2_500); s.change({ title: 'Two', heading: 'Two', text: `${MENU}\n${OTHER}` }); await s.pass(3_000);
  }, (s) => { assert.equal(s.kept().length, 2); assert.ok(s.sent.slice(1).every(({ text }) => !text.includes('heliotrope'))); assert.ok(s.texts()[1].includes('basalt')); }],
  ['a route that is left before its data came has no words at all', async (s) => { await s.pass(3_000); s.go('http://a.test/two'); await s.pass(2_500); s.go('http://a.test/three'); await s.pass(500); s.life.left(); },
    (s) => assert.equal(s.kept().length, 1)],
  ['"Loading" is what is there until more comes, and then it is not', async (s) => {
    await s.pass(3_000); s.go('http://a.test/two'); s.change({ title: 'Two', heading: '', text: `${MENU}\nLoading` }); await s.pass(2_500); s.change({ text: `${MENU}\n${OTHER}` }); await s.pass(3_000);
  }, (s) => { assert.equal(s.kept().length, 2); assert.ok(s.texts()[1].includes('basalt') && !s.texts()[1].includes('heliotrope')); }],
  ['a busy route that is left by a click was on screen', async (s) => {
    for (let t = 0; t < 30; t += 1) { s.pending = 5; await s.pass(100); }
    s.go('http://a.test/two'); await s.pass(10);
  }, (s) => { assert.equal(s.sent.length, 1); assert.ok(s.texts()[0].includes('heliotrope')); }],
  ['a document that was swapped before its address is not the old page', async (s) => {
    for (let t = 0; t < 25; t += 1) { s.pending = 5; await s.pass(100); }
    s.change({ title: 'Two', heading: 'Two', text: `${MENU}\n${OTHER}` }); s.go('http://a.test/two'); await s.pass(3_000);
  }, (s) => assert.ok(s.kept().every(({ title, text }) => (title === 'One') === text.includes('heliotrope')), JSON.stringify(s.texts()))],
  ['an address that is rewritten in place stays one visit', async (s) => { await s.pass(3_000); for (let n = 0; n < 20; n += 1) { s.go(`http://a.test/map/${n}`, 'rewritten'); await s.pass(2_000); } },
    (s) => { assert.equal(s.kept().length, 1); assert.equal(s.asked, 1); }],
  ['an address that is rewritten with another page in it is another visit', async (s) => {
    await s.pass(3_000); s.go('http://a.test/two', 'rewritten'); s.change({ title: 'Two', heading: 'Two', text: OTHER }); await s.pass(5_000);
  }, (s) => { assert.deepEqual(s.kept().map(({ title }) => title), ['One', 'Two']); assert.ok(!s.texts()[1].includes('heliotrope')); }],
  ['a place in a page is not a page', async (s) => { await s.pass(3_000); s.go('http://a.test/one?photo=3'); await s.pass(30_000); }, (s) => assert.equal(s.kept().length, 1)],
  ['a sign-in that stood there first does not withhold what comes after it', async (s) => { s.secret = 'password'; await s.pass(3_000); s.secret = null; s.change({ text: OTHER }); await s.pass(3_000); },
    (s) => { assert.equal(s.sent.length, 1); assert.ok(s.told.some(({ kind, reason }) => kind === 'withheld' && reason === 'password')); }],
  ['while a secret is shown nothing is read', async (s) => { s.secret = 'card'; await s.pass(3_000); s.change({}); await s.pass(3_000); s.life.left(); }, (s) => assert.equal(s.sent.length + s.read, 0)],
  ['a page that stood there while remembering was paused is looked at when it is not', async (s) => {
    s.answers.push({ kind: 'skipped', reason: 'paused' }); await s.pass(60_000); s.life.shown(); await s.pass(3_000);
  }, (s) => { assert.equal(s.asked, 2); assert.equal(s.sent.length, 1); }],
  ['a title that comes late is looked at', async (s) => { await s.pass(3_000); s.change({ title: 'One, by its name' }); await s.pass(5_000); },
    (s) => assert.deepEqual(s.kept().map(({ title }) => title), ['One, by its name'])],
  ['a title that comes in the pause after a look is looked at when the pause is over', async (s) => {
    await s.pass(3_000); s.change({ text: more(1) }); await s.pass(2_500); s.change({ title: 'One, by its name' }); await s.pass(8_000);
  }, (s) => { assert.equal(s.sent.length, 3); assert.equal(s.kept()[0].title, 'One, by its name'); }],
  ['a frame that comes in the pause after a look is looked at when the pause is over', async (s) => {
    await s.pass(3_000); s.change({ text: more(1) }); await s.pass(2_500); s.frames = { text: OTHER }; s.framing = true; await s.pass(8_000);
  }, (s) => { assert.equal(s.sent.length, 3); assert.ok(s.texts()[0].includes('basalt')); }],
  ['a frame that stirs and says nothing new is not worth a look', async (s) => {
    s.frames = { text: OTHER }; await s.pass(3_000); for (let n = 0; n < 20; n += 1) { s.framing = true; await s.pass(1_000); }
  }, (s) => { assert.equal(s.sent.length, 1); assert.ok(s.texts()[0].includes('basalt')); assert.ok(s.told.filter(({ kind }) => kind === 'frames').length < 9); }],
  ['what a frame showed before it went on is kept behind what it shows', async (s) => {
    s.frames = { text: OTHER }; await s.pass(3_000); s.frames = { text: more(3).split('\n')[1] }; s.framing = true; await s.pass(5_000);
  }, (s) => { assert.ok(s.texts()[0].includes('Comment d') && s.texts()[0].includes('basalt')); assert.equal(s.kept().length, 1); }],
  ...['left', 'hidden'].map((gone) => [`a page that is ${gone} loses nothing of what its frames showed`, async (s) => {
    s.frames = { text: OTHER }; await s.pass(3_000); s.change({ text: more(1) }); await s.pass(100); if (gone === 'hidden') { s.visible = false; s.frames = { text: '' }; } s.life[gone](); await s.pass(3_000);
  }, (s) => { assert.equal(s.sent.length, 2); assert.ok(s.texts()[0].includes('basalt') && s.texts()[0].includes('Comment b')); }]),
  ['a secret in a frame withholds the page as long as it is there', async (s) => {
    s.frames = { secret: 'card' }; await s.pass(5_000); s.frames = { text: OTHER }; s.framing = true; await s.pass(5_000);
  }, (s) => { assert.equal(s.sent.length, 1); assert.ok(s.told.some(({ kind, reason }) => kind === 'withheld' && reason === 'card')); }],
  ['a page with a secret in a frame that is wanted all the same has no picture', async (s) => {
    s.answers.push({ kind: 'yes', seconds: 1, heedsNoArchive: false, cardOnly: false, anyway: true }); s.frames = { secret: 'card' }; await s.pass(5_000);
  }, (s) => assert.deepEqual(s.sent.map(({ secret }) => secret), [true])],
  ['a page with a secret of its own that is wanted all the same has no picture', async (s) => {
    s.answers.push({ kind: 'yes', seconds: 1, heedsNoArchive: false, cardOnly: false, anyway: true }); s.secret = 'card'; await s.pass(5_000);
  }, (s) => assert.deepEqual(s.sent.map(({ secret }) => secret), [true])],
  ['of a page of which only the address is wanted no frame is asked', async (s) => {
    s.answers.push({ kind: 'yes', seconds: 1, heedsNoArchive: false, cardOnly: true, anyway: false }); s.frames = { text: OTHER }; await s.pass(3_000); s.framing = true; await s.pass(5_000);
  }, (s) => assert.ok(s.told.every(({ kind }) => kind !== 'frames'))],
  ['a picture that comes in the pause after a look is pictured when the pause is over', async (s) => {
    await s.pass(3_000); s.change({ text: more(1) }); await s.pass(2_500); s.picturing = true; await s.pass(8_000);
  }, (s) => assert.deepEqual(s.sent.map(({ repicture }) => repicture), [false, false, true])],
  ['a title that came in the pause is kept when the page is left', async (s) => {
    await s.pass(3_000); s.change({ text: more(1) }); await s.pass(2_500); s.change({ title: 'One, by its name' }); await s.pass(1_200); s.life.left();
  }, (s) => assert.equal(s.kept()[0].title, 'One, by its name')],
  ['a picture that came in the pause is not taken of another tab, but when it is shown again', async (s) => {
    await s.pass(3_000); s.change({ text: more(1) }); await s.pass(2_500); s.picturing = true; s.change({ text: more(2) }); await s.pass(1_200);
    s.visible = false; s.life.hidden(); await s.pass(5_000); s.visible = true; s.life.shown(); await s.pass(10_000);
  }, (s) => { assert.deepEqual(s.sent.map(({ repicture }) => repicture), [false, false, false, true]); }],
  ['a page of which only the address is wanted has its late title', async (s) => {
    s.answers.push({ kind: 'yes', seconds: 1, heedsNoArchive: false, cardOnly: true, anyway: false });
    await s.pass(3_000); s.change({ text: OTHER }); await s.pass(5_000); s.change({ title: 'One, by its name' }); await s.pass(5_000);
  }, (s) => assert.deepEqual(s.sent.map(({ title, text }) => [title, text]), [['One', ''], ['One, by its name', '']])],
  ['a secret that is shown after a look is asked for ever less often', async (s) => {
    await s.pass(3_000); s.secret = 'card'; s.change({ title: 'Pay' }); for (let n = 0; n < 60; n += 1) { s.change({}); await s.pass(1_000); }
  }, (s) => { assert.equal(s.sent.length, 1); assert.ok(s.told.filter(({ kind }) => kind === 'withheld').length < 12); }],
  ['fifty addresses a second are no visits, and what stays at last is one', async (s) => {
    await s.pass(3_000);
    for (let n = 0; n < 200; n += 1) { s.go(`http://a.test/n/${n}`); s.change({ title: `N ${n}`, text: `${OTHER} ${n}` }); await s.pass(20); }
    await s.pass(3_000);
  }, (s) => { assert.ok(s.kept().length <= 3, `${s.kept().length}`); assert.equal(s.kept().at(-1).title, 'N 199'); }],
  ['a page that pushes an address whenever it draws is one page, and remembered', async (s) => {
    s.change({ text: OTHER }); for (let n = 0; n < 400; n += 1) { s.go(`http://a.test/one?n=${n}`); await s.pass(300); }
  }, (s) => { assert.equal(s.kept().length, 1); assert.ok(s.texts()[0].includes('basalt')); }],
  ['a page that pushes an address whenever it draws, and rests between, is one page', async (s) => {
    s.change({ text: OTHER });
    for (let n = 0; n < 160; n += 1) { s.go(`http://a.test/one?n=${n}`); await s.pass(n % 40 === 39 ? 3_000 : 300); }
    await s.pass(12_000);
  }, (s) => { assert.equal(s.kept().length, 1, s.kept().map(({ url }) => url).join(' ')); assert.ok(s.texts()[0].includes('basalt')); assert.equal(s.told.at(-1).id, s.kept()[0].id); }],
  ['a page that was seen before it begins to push addresses is one page', async (s) => {
    await s.pass(5_000); for (let n = 0; n < 100; n += 1) { s.go(`http://a.test/one?n=${n}`); await s.pass(300); }
  }, (s) => { assert.equal(s.kept().length, 1); assert.equal(s.told.at(-1).id, s.kept()[0].id); }],
  ['routes that are clicked through are none of them kept, the one where that ends is', async (s) => {
    for (let n = 0; n < 12; n += 1) { s.go(`http://a.test/n/${n}`); s.change({ title: `Number ${'abcdefghijkl'[n]}`, heading: '', text: more(n % 10).split('\n')[1] }); await s.pass(700); }
    s.go('http://a.test/two'); s.change({ title: 'Two', heading: 'Two', text: OTHER }); await s.pass(6_000);
  }, (s) => assert.deepEqual(s.kept().map(({ title }) => title).filter((title) => title === 'Two'), ['Two'])],
  ['an address that is rewritten once is told of', async (s) => { await s.pass(3_000); s.go('http://a.test/one?ref=2', 'rewritten'); await s.pass(1_000); },
    (s) => assert.deepEqual(s.told.filter(({ kind }) => kind === 'same').map(({ id }) => id), [s.sent[0].id])],
  ['an address that is rewritten while a look waits for its answer is told of after it', async (s) => {
    s.slowly = 5_000; await s.pass(2_000); s.go('http://a.test/one?ref=2', 'rewritten'); await s.pass(4_000); s.soon = s.told.length; await s.pass(2_000);
  }, (s) => assert.deepEqual([s.sent.length, s.told.slice(s.soon).map(({ kind, id }) => [kind, id])], [1, [['same', s.sent[0].id]]])],
  ['an address that is rewritten and rewritten back is told of, both times', async (s) => {
    await s.pass(3_000); s.go('http://a.test/one?ref=2', 'rewritten'); await s.pass(12_000);
    s.change({ text: more(1) }); await s.pass(4_000); s.go('http://a.test/one', 'rewritten'); await s.pass(2_000);
  }, (s) => assert.deepEqual([s.sent.map(({ rewritten }) => rewritten), s.told.filter(({ kind }) => kind === 'same').length], [[false, true], 2])],
  ['a place in a page is told of by its visit', async (s) => { await s.pass(3_000); s.go('http://a.test/one?photo=3'); await s.pass(12_000); },
    (s) => assert.deepEqual(s.told.filter(({ kind }) => kind !== 'mayI').map(({ kind, id }) => [kind, id]), [['same', s.sent[0].id]])],
  ['a document that has the next article\'s name before its address has nothing of it under the old one', async (s) => {
    await s.pass(3_000);
    s.change({ title: 'Two', text: `${MENU}\n${ARTICLE}\n${OTHER}\n${OTHER.replaceAll('a', 'e')}` }); s.go('http://a.test/two'); await s.pass(3_000);
  }, (s) => { assert.deepEqual(s.kept().map(({ title }) => title), ['One', 'Two']); assert.ok(!s.texts()[0].includes('basalt')); assert.ok(s.texts()[1].includes('basalt')); }],
  ['a page that is left by a click before it is answered that it may be read was on screen', async (s) => {
    s.slow = 3_000; await s.pass(2_000); s.go('http://a.test/two'); s.change({ title: 'Two', heading: 'Two', text: OTHER }); await s.pass(500); s.go('http://a.test/three'); await s.pass(5_000);
  }, (s) => { assert.equal(s.kept()[0].title, 'One'); assert.ok(s.texts()[0].includes('heliotrope') && !s.texts()[0].includes('basalt')); }],
  ['a page that is hidden before it is answered that it may be read was on screen', async (s) => { s.slow = 3_000; await s.pass(2_000); s.visible = false; s.life.hidden(); await s.pass(5_000); },
    (s) => { assert.equal(s.sent.length, 1); assert.ok(s.texts()[0].includes('heliotrope')); }],
  ['what was held for an answer goes nowhere when the answer is no', async (s) => {
    s.slow = 3_000; s.answers.push({ kind: 'skipped', reason: 'paused' }); await s.pass(2_000); s.visible = false; s.life.hidden(); await s.pass(5_000);
  }, (s) => assert.equal(s.sent.length, 0)],
  ['what was held for an answer was not on screen for as long as the person wants', async (s) => {
    s.slow = 3_000; s.answers.push({ kind: 'yes', seconds: 5, heedsNoArchive: false, cardOnly: false, anyway: false }); await s.pass(2_000); s.visible = false; s.life.hidden(); await s.pass(5_000);
  }, (s) => assert.equal(s.sent.length, 0)],
  ['captured at once, it needs not to be seen', async (s) => { await s.pass(100); s.became = s.life.captureNow(false); await s.pass(500); },
    async (s) => { assert.deepEqual(await s.became, { kind: 'captured' }); assert.equal(s.sent.length, 1); }],
  ['captured anew, it is another visit', async (s) => { await s.pass(3_000); s.became = s.life.captureNow(true); await s.pass(500); },
    async (s) => { assert.deepEqual(await s.became, { kind: 'captured' }); assert.equal(s.kept().length, 2); }],
];

for (const [name, happens, isTrue] of LIVES) {
  test(name, async () => {
    const stage = new Stage().live();
    await happens(stage);
    await stage.pass(0);
    await isTrue(stage);
  });
}
