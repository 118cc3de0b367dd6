/** What can be taken back: what is a deed, and in which order deeds go. No browser is needed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

globalThis.chrome = { i18n: { getMessage: (key) => key === 'shared_language' ? 'en' : '', getUILanguage: () => 'en-GB' } };
const { Deeds } = await load('tests/views/fake/units.ts');

test('pages that are forgotten are one call and one deed; what changed nothing is none; what retention hid is no deed of a person', async () => {
  const asked = [];
  const undone = [];
  let undoable = [];
  const engine = {
    mutate: async (which) => { asked.push(which); return which.pagesOf ? { op: 7, gen: 1, count: 40 } : { op: 0, gen: 1, count: 0 }; },
    undo: async (of) => { undone.push(of); return { op: of, gen: 1, count: 40 }; },
    status: async () => ({ undoable, spreading: [] }),
  };
  const deeds = new Deeds(engine);
  const which = { pagesOf: { gen: 1, ranges: [[0, 3000]] } };
  await deeds.forgetPages(which, 12);
  assert.deepEqual([asked, deeds.latest.pages, deeds.latest.count, deeds.latest.op], [[which], 12, 40, 7]);
  const reach = { gone: 0, of: 0 };
  undoable = [{ op: 7, count: 40, at: 1, until: 2, aged: false, ...reach }, { op: 9, count: 5000, at: 3, until: 4, aged: true, ...reach }];
  await deeds.learn();
  assert.deepEqual([deeds.forgets.length, deeds.latest.op], [2, 7], 'the list has both');
  await deeds.undoLatest();
  assert.deepEqual([undone, deeds.latest, deeds.forgets.map(({ op }) => op)], [[7], null, [9]]);
  await deeds.act({ page: 'https://b.example/' }, { kind: 'star', on: true });
  assert.equal(deeds.latest, null);
});

test('the key to take back hit before the engine has answered takes back what was done last; hit twice, two deeds; what is learned meanwhile is not older', async () => {
  const engine = new SlowEngine();
  const deeds = new Deeds(engine);
  await deeds.act({ page: 'https://a.example/' }, { kind: 'star', on: true });
  const forget = deeds.act({ page: 'https://a.example/' }, { kind: 'forget' });
  await Promise.all([deeds.learn(), forget, deeds.undoLatest(), deeds.undoLatest(), deeds.undoLatest()]);
  assert.deepEqual([engine.undone, deeds.latest], [[2, 1], null]);
  const learned = deeds.learn();
  await Promise.all([deeds.act({ page: 'https://a.example/' }, { kind: 'forget' }), learned]);
  assert.equal(deeds.latest?.op, 3, 'asked before it was forgotten, the engine knew nothing of it');
  await assert.rejects(deeds.undo({ op: 99 }));
  await deeds.undoLatest();
  assert.deepEqual(engine.undone, [2, 1, 3], 'after one that failed the next goes on');
});

/** Answers to what it was asked first last, with what it knew when it was asked. */
class SlowEngine {
  #forgets = [];
  #ops = 0;
  #asked = 0;
  undone = [];
  #answer(value) { return new Promise((resolve) => { setTimeout(resolve, Math.max(1, 20 - 4 * this.#asked++), value); }); }
  status() { return this.#answer({ undoable: [...this.#forgets], spreading: [] }); }
  mutate(_which, { kind }) {
    const op = ++this.#ops;
    if (kind === 'forget') this.#forgets.push({ op, count: 1, at: 1, until: 2, aged: false, gone: 0, of: 0 });
    return this.#answer({ op, gen: op, count: 1 });
  }
  undo(op) {
    if (op > this.#ops) return Promise.reject(new Error('no such operation'));
    this.undone.push(op);
    this.#forgets = this.#forgets.filter((forget) => forget.op !== op);
    return this.#answer({ op, gen: op, count: 1 });
  }
}
