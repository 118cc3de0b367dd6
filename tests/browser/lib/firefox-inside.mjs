/** What a person does in Firefox's own windows and what its clock does, from inside Firefox: no page may. */

/** Runs `task` in the browser's own window, with `args` that JSON can hold. */
export async function inside(driven, task, ...args) {
  const { connection } = driven.browser;
  const { result: { contexts } } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const { result } = await connection.send('script.evaluate', {
    expression: `(${task})(...${JSON.stringify(args)}).then((value) => JSON.stringify(value ?? null))`,
    target: { context: contexts[0].context },
    awaitPromise: true,
  });
  if (result.type === 'exception') throw new Error(`inside Firefox: ${result.exceptionDetails.text}`);
  return JSON.parse(result.result.value);
}

/** Has it trust the sites of an authority, given as base64. */
export const trust = (driven, authority) => inside(driven, async (base64) => {
  Cc['@mozilla.org/security/x509certdb;1'].getService(Ci.nsIX509CertDB).addCertFromBase64(base64, 'C,,');
}, authority);
