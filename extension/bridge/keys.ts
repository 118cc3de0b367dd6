/**
 * Passphrases to keys, in a worker of their own that ends with its answer: stretching takes 64 MiB, and the memory of
 * a wasm never shrinks. What a person types goes no further than that worker. The same worker draws pairing codes and reads
 * them out of pictures: a picture that is too much for it harms nobody else.
 */
import { runtimeUrl } from '../browser.js';
import type { StretchedKeys, Stretching } from './engine.js';
import { fault, faultFrom } from './faults.js';

/** What the worker is asked, one question a worker. */
export interface KeyQuestions {
  stretch: { passphrase: string; origin: string; account: string; prelude: Stretching };
  freshPrelude: Record<never, never>;
  passphrase: Record<never, never>;
  strongEnough: { passphrase: string; account: string };
  freshRecovery: Record<never, never>;
  recoveryKey: { words: string };
  freshCode: Record<never, never>;
  codeOf: { words: string };
  qrOf: { text: string };
  readQr: { grey: ArrayBuffer; width: number };
}
export interface KeyAnswers {
  stretch: StretchedKeys;
  freshPrelude: Stretching;
  passphrase: string;
  strongEnough: boolean;
  freshRecovery: { key: ArrayBuffer; words: string };
  recoveryKey: ArrayBuffer;
  freshCode: { code: ArrayBuffer; words: string };
  codeOf: ArrayBuffer;
  qrOf: Qr;
  /** The texts of all that can be read. */
  readQr: string[];
}
/** So many squares a side, and of each, row by row, whether it is dark (1). */
export interface Qr { size: number; dark: ArrayBuffer }
export type KeyQuestion = { [Kind in keyof KeyQuestions]: { kind: Kind } & KeyQuestions[Kind] }[keyof KeyQuestions];
export type KeyReply = { ok: unknown } | { fault: unknown };

/** Asks a fresh worker and ends it. Rejects with an EngineFault: `invalid` for words with a mistake in them. */
export function askKeys<Kind extends keyof KeyQuestions>(kind: Kind, question: KeyQuestions[Kind]): Promise<KeyAnswers[Kind]> {
  const worker = new Worker(runtimeUrl('host/keys-worker.js'), { type: 'module' });
  const answer = new Promise<KeyAnswers[Kind]>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<KeyReply>) => {
      if ('ok' in data) resolve(data.ok as KeyAnswers[Kind]);
      else reject(faultFrom(data.fault));
    };
    worker.onerror = ({ message }) => reject(fault('bug', message));
  });
  worker.postMessage({ kind, ...question });
  return answer.finally(() => worker.terminate());
}
