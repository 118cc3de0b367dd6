/** What the background answers; nothing where it does not, in `ms`: it may have ended with the question. */
import { sendMessage } from '../browser.js';
import { inTime } from '../bridge/in-time.js';
import type { FromContent, ToContent } from '../bridge/messages.js';

export const asked = (body: FromContent, ms: number): Promise<ToContent | undefined> =>
  inTime(sendMessage<ToContent | undefined>(body).catch(() => undefined), ms, undefined);
