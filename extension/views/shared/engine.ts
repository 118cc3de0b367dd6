/** The engine as a view sees it: the first call wakes it. */
import { connect } from '../../bridge/client.js';
import { sendMessage } from '../../browser.js';

export const engine = connect({ wake: async () => { await sendMessage({ kind: 'wake' }); } });
