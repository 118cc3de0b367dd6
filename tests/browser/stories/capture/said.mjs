/** Whatever stands in a tab and is not remembered: a reason in what the popup is told and in the icon's tooltip, and no promise. */
import { engineOf, remembered, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

/** Opens an address as a person does, by the browser's own word, and gives the tab's id; what stood in front stays. */
const open = (own, url) => own.evaluate(async (address) => {
  const { tabs } = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  return (await tabs.create({ url: address, active: true })).id;
}, url);

const tooltip = (own, id) => own.evaluate((tab) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).action.getTitle({ tabId: tab }), id);

export default [
  {
    name: 'what is no page, and what failed, has its reason in popup and icon',
    async run({ common, assert, browser }) {
      const driven = await common();
      const own = await driven.own();
      const api = driven.extension;
      const kinds = [
        [`${api}/licences.txt`, 'notWeb', 'extension'],
        // A port that no server stands at.
        ['http://127.0.0.1:9/', 'failed', null],
        ...(browser === 'chrome'
          ? [['chrome://version/', 'notWeb', 'browser'], ['chrome://newtab/', 'notWeb', 'newTab'], ['data:text/html,<p>words', 'notWeb', 'made'], ['view-source:http://site.test/', 'notWeb', 'source'], ['http://nowhere.example/', 'failed', null]]
          : [['about:blank', 'notWeb', 'newTab']]),
      ];
      for (const [url, skipped, noPage] of kinds) {
        const id = await open(own, url);
        const state = await until(async () => {
          const now = await tell(own, { kind: 'tabState', tabId: id });
          return now.skipped === skipped && now.noPage === noPage && now;
        }, { what: `${url} was never ${skipped} ${noPage}` });
        assert.ok(['idle', 'excluded'].includes(state.form), `${url}: ${state.form}`);
        await until(async () => !/not remembered yet/.test(await tooltip(own, id)) && (await tooltip(own, id)).length > 'WebMynd: '.length, { what: `the tooltip of ${url} gives no reason` });
      }
    },
  },
  {
    name: 'a page that was forgotten while it stands there is not promised',
    async run({ site, common, assert }) {
      site.serve('/', pageOf(1));
      const driven = await common();
      const own = await driven.own();
      const engine = engineOf(own);
      const id = await open(own, `${site.origin}/`);
      await remembered(engine, `${site.origin}/`);
      const { op } = await engine.mutate({ page: `${site.origin}/` }, { kind: 'forget' });
      assert.equal((await tell(own, { kind: 'tabState', tabId: id })).skipped, 'forgotten');
      await engine.undo(op);
      assert.equal((await tell(own, { kind: 'tabState', tabId: id })).skipped, null);
      await engine.forgetNow((await engine.mutate({ page: `${site.origin}/` }, { kind: 'forget' })).op);
    },
  },
];
