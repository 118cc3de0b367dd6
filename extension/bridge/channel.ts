/**
 * How calls and replies travel: BroadcastChannel, the same between background, views and worker in both browsers
 * (ports would have to be handed through the background, which either browser may end at any time). Structured clone
 * carries typed arrays and blobs. Only extension pages and workers of this origin can listen.
 */
import type { Call, EngineEvent, Reply } from './engine.js';

/** Every call is posted here; only the engine's worker listens. */
const CALLS = 'webmynd';
/** The worker's announcements, for everyone. */
const EVENTS = 'webmynd:events';
/** Held by the one worker that has the files open, for as long as it lives. */
export const ENGINE_LOCK = 'engine';

/** The worker has read a call and will answer it: it need not be sent again while that worker lives. */
export interface Taken { kind: 'taken'; id: string; host: string }
export type ToClient = Taken | Reply;
/** An event and the worker that says it; each worker has an id of its own. */
export interface Announcement { kind: 'event'; host: string; event: EngineEvent }

/** One end of a channel of `Message`s. */
export interface Wire<Message> {
  post(message: Message): void;
  listen(listener: (message: Message) => void): void;
  close(): void;
}

function wire<Message>(name: string): Wire<Message> {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => { channel.onmessage = ({ data }: MessageEvent<Message>) => listener(data); },
    close: () => channel.close(),
  };
}

export const callsWire = (): Wire<Call> => wire(CALLS);
export const eventsWire = (): Wire<Announcement> => wire(EVENTS);
export const repliesWire = (client: string): Wire<ToClient> => wire(`${CALLS}:${client}`);

/** Whether an engine's worker lives (or is just being ended). */
export async function engineLives(): Promise<boolean> {
  const { held } = await navigator.locks.query();
  return held?.some(({ name }) => name === ENGINE_LOCK) ?? false;
}
