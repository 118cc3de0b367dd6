/** Stars that could not be set when they were given: kept, and set as soon as the engine takes them. */
import { store, stored } from '../browser.js';
import type { Millis } from '../bridge/engine.js';
import { engine, faultOf } from './engine.js';

interface Wish { page: string; on: boolean; at: Millis }

const KEY = 'wishes';
/** More than these nobody gave by hand. */
const MOST = 200;
/** A page that could not be kept when its star was given is waited for so long (ms). */
const PATIENCE = 60 * 60_000;

const wishes = async (): Promise<Wish[]> => ((await stored('local', [KEY]))[KEY] as Wish[] | undefined) ?? [];

/** Keeps a wish in the place of an earlier one for the same page. */
export async function wish(page: string, on: boolean): Promise<void> {
  const others = (await wishes()).filter((other) => other.page !== page);
  await store('local', { [KEY]: [...others, { page, on, at: Date.now() }].slice(-MOST) });
}

/** Sets what is wished; gives whether there is more to wish for. Rejects when it has to wait on. A page that is not remembered after all has no star. */
export async function grantWishes(): Promise<boolean> {
  let waits = false;
  for (const { page, on, at } of await wishes()) {
    const isLate = Date.now() - at > PATIENCE;
    const { count } = await engine.mutate({ page }, { kind: 'star', on }).catch((thrown: unknown) => {
      if (faultOf(thrown).kind !== 'invalid') throw thrown;
      return { count: 1 };
    });
    if (on && count === 0 && !isLate && !(await engine.page(page)).remembered) {
      waits = true;
      continue;
    }
    await store('local', { [KEY]: (await wishes()).filter((other) => other.page !== page) });
  }
  return waits;
}
