/** What of a person's data goes to a vault, in Mozilla's words; Firefox asks the person before it may leave the browser. docs/store/data.md says what each is. */
import { askDataCollection, hasDataCollection } from '../browser.js';

export const SENT_KINDS = ['browsingActivity', 'websiteContent', 'bookmarksInfo', 'authenticationInfo'] as const;

/** Must be called from a click, before anything is awaited. */
export const askToSend = (): Promise<boolean> => askDataCollection(SENT_KINDS);
export const maySend = (): Promise<boolean> => hasDataCollection(SENT_KINDS);
