// Every screen of playback in every dress.
import { test } from 'node:test';
import { press, settle, until } from './stage/hands.mjs';
import { inEveryDress } from './stage/dress.mjs';
import { playback, views } from './stage/stage.mjs';

/** [address, keys, memory, shape]; those with a star are looked at more closely. */
const PLAYBACK = {
  'the grid *': ['#/grid'], 'the reeler *': ['#/reel'], 'results in the grid *': ['#/grid?q=tea'], 'hits in the reeler': ['#/reel?q=tea'], 'nothing remembered': ['#/grid', [], 'empty'],
  'nothing found': ['#/grid?q=zeppelin+site:x.org'], 'title cards, from the right': ['#/grid', [], 'fromRight', { rtl: true }], 'the keys': ['#/grid', ['?']],
  'a search that is completed *': ['#/grid', ['/', 's', 'i', 'ArrowDown']], 'labels': ['#/grid', ['l']], 'the text': ['#/reel', ['t']], 'a selection *': ['#/grid', [' ', 'Shift+ArrowRight']], 'what was forgotten': ['#/grid', [' ', 'Delete']],
};
const SHEETS = { '?': 'dialog .operators > div', i: '.completions li', l: 'dialog', t: 'dialog', ' ': '.selection-bar:not([hidden])', Delete: '.toast:not([hidden])' };

views('playback in every dress', () => {
  for (const [screen, [hash, keys = [], memory = 'home', shape = {}]] of Object.entries(PLAYBACK)) {
    test(screen.replace(' *', ''), () => inEveryDress(screen, async ({ dark = false, narrow, shape: more }) => {
      const worn = { ...shape, ...more, ...(dark ? { settings: { theme: 'dark' } } : {}) };
      const page = await playback(hash, { memory, shape: worn, dark, ...(narrow ? { width: 320, height: 640 } : {}) });
      await until(page, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy);
      // Titles are there: nothing is nameless while it waits.
      await until(page, () => harness.app.playback.memory.total === 0 || harness.app.reel.element.hidden || document.querySelector('.reel-title').textContent !== '');
      // What no page has is said a moment later.
      if (screen === 'nothing found') await until(page, () => document.querySelector('.complaints li') !== null);
      for (const key of keys) {
        await press(page, key);
        await until(page, (sheet) => sheet === undefined || document.querySelector(sheet) !== null, SHEETS[key]);
      }
      await settle(page);
      return page;
    }));
  }
});
