/** The methods of the engine as they cross the bridge: what arguments they take, how long to wait, whether to ask again. */
import type { Method } from './engine.js';
import {
  anyOf, bytes, bytesOf, count, fields, flag, listOf, number, oneOf, optional, orNull, pairOf, text, visitId, words32, type Shape,
} from './shapes.js';

interface MethodFacts {
  takes: Shape[];
  /** May be sent again when the worker that took it was lost: it changes nothing, or the same call twice is one. */
  again: boolean;
  /** When to give up, in ms. */
  patience: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const read = (...takes: Shape[]): MethodFacts => ({ takes, again: true, patience: 20 * SECOND });
const change = (...takes: Shape[]): MethodFacts => ({ takes, again: false, patience: 30 * SECOND });
/** Asks the vault's server on the way. */
const asked = (again: boolean, ...takes: Shape[]): MethodFacts => ({ takes, again, patience: 3 * MINUTE });
const long = (again: boolean, ...takes: Shape[]): MethodFacts => ({ takes, again, patience: 30 * MINUTE });

const seen = fields({
  id: visitId, at: number, offsetMin: number, url: text, title: text, html: text,
  text: optional(text), lang: optional(text), referrer: optional(text), from: optional(visitId), look: optional(count), stays: optional(visitId),
});
const shotWords = fields({ text, boxes: listOf(count, 8_000) });
const shot = fields({ visit: visitId, kind: oneOf('screen', 'icon'), mime: text, bytes, words: optional(shotWords) });
const filter = fields({
  q: optional(text), star: optional(flag), label: optional(text), site: optional(text), from: optional(number), to: optional(number),
});
const request = fields({ q: text, sort: oneOf('best', 'newest'), limit: count, offset: count, now: number, offsetMin: number, counting: optional(flag), asker: optional(text) });
const typing = fields({ q: text, caret: count, lang: text, now: number, offsetMin: number });
const selection = fields({ gen: count, ranges: listOf(pairOf(count, count), 100_000) });
const which = anyOf(
  fields({ selection }), fields({ visits: listOf(visitId, 1_000_000) }), fields({ page: text }), fields({ site: text }),
  fields({ since: number, until: number }), fields({ query: text, offsetMin: optional(number) }), fields({ pagesOf: selection }),
);
const changing = anyOf(
  fields({ kind: oneOf('star'), on: flag }), fields({ kind: oneOf('label'), label: text, on: flag }), fields({ kind: oneOf('forget') }),
);
const bytes16 = bytesOf(16);
const bytes32 = bytesOf(32);
const place = fields({ origin: text, account: text, deviceName: text });
const keys = fields({ auth: bytes32, wrap: bytes32 });
const entrance = anyOf(
  fields({ kind: oneOf('create'), place, invitation: orNull(text), seed: bytes16, keys, recovery: bytes32 }),
  fields({ kind: oneOf('join'), place, boundTo: text, keys }),
  fields({ kind: oneOf('recover'), place, seed: bytes16, keys, recovery: bytes32 }),
  fields({ kind: oneOf('pair'), place, code: bytes16 }),
);
const renewal = fields({ now: keys, seed: bytes16, keys, origin: text });

export const METHODS: Readonly<Record<Method, MethodFacts>> = {
  status: read(),
  // A visit has its own id and a picture its own visit: sent twice, both are kept once.
  remember: { takes: [seen], again: true, patience: MINUTE },
  picture: { takes: [shot], again: true, patience: MINUTE },
  page: read(text),
  overview: read(optional(filter)),
  histogram: read(number, number, count, optional(words32)),
  sessions: read(number, number, number, number, optional(words32)),
  statistics: read(),
  frames: read(count, count),
  captions: read(listOf(count, 64)),
  recent: read(count),
  ordAt: read(number),
  ordOf: read(visitId),
  neighbour: read(count, oneOf('visit', 'site', 'session', 'day', 'star', 'month'), oneOf(1, -1)),
  trail: read(count),
  versions: read(count),
  visitsOf: read(count, count),
  search: read(request),
  matches: read(request),
  complete: read(typing),
  operators: read(text),
  image: read(count, oneOf('thumb', 'full', 'icon')),
  litWords: read(request, listOf(count, 64)),
  text: read(count),
  fetchText: asked(true, count),
  thin: long(true, count),
  bringBack: long(true, flag),
  weigh: read(which),
  mutate: change(which, changing),
  undo: change(count),
  forgetNow: change(count),
  pictureBudget: read(orNull(number)),
  labels: read(),
  retention: long(true, orNull(count)),
  exportPart: long(true, text),
  // Lines that are known already are counted, not added again.
  importPart: long(true, text, count),
  readBookmarks: long(true, text, text, flag),
  doctor: long(true, flag),
  clear: long(false),
  vault: read(),
  prelude: asked(true, text, text),
  directory: asked(true, text),
  enterVault: asked(false, entrance, orNull(text)),
  leaveVault: asked(false),
  // A round that was cut off is gone on with by the next one.
  sync: long(true, flag),
  checkVault: long(true),
  devices: asked(true),
  usage: asked(true),
  offerPairing: asked(true, bytes16),
  changePassphrase: asked(false, renewal),
  revokeDevice: asked(false, text, renewal),
  removeDevice: asked(true, text),
  signInAgain: asked(false, text, text, keys, orNull(text)),
  beginAnew: asked(true),
  seeDoubts: asked(true),
  replaceRecovery: asked(true, keys, bytes32),
  deleteAccount: asked(false, keys),
  undoDelete: asked(true, text),
};

export const isMethod = (name: unknown): name is Method => typeof name === 'string' && Object.hasOwn(METHODS, name);

/** Whether these arguments may be given to the method. */
export const takes = (method: Method, args: unknown): boolean => {
  const shapes = METHODS[method].takes;
  return Array.isArray(args) && args.length <= shapes.length && shapes.every((shape, at) => shape(args[at]));
};
