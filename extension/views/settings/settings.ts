/** The settings page: every part shows itself and writes at once; there is no save button. */
import { extensionVersion } from '../../browser.js';
import { need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { localise } from '../shared/i18n.js';
import { memoryUrl, playbackUrl } from '../shared/places.js';
import { onSettings, readSettings } from '../../bridge/settings.js';
import { showStorage } from '../shared/storage.js';
import { followTheme } from '../shared/theme.js';
import { showPast } from '../shared/past.js';
import { showAccess } from './access.js';
import { ChoosingPart } from './choosing.js';
import { clearPart } from './clear.js';
import { DoctorPart } from './doctor.js';
import { exportPart } from './export.js';
import { importPart } from './import.js';
import { showKeeping } from './keeping.js';
import { showLetters } from './letters.js';
import { showPause } from './pause.js';
import { RetentionPart } from './retention.js';
import { RoomPart } from './room.js';
import { RulesPart } from './rules.js';
import { followSections } from './sections.js';
import { ShowGonePart } from './show-gone.js';
import { showShortcuts } from './shortcuts.js';
import { showTheme } from './theme.js';
import { VaultPart } from './vault/vault.js';

async function main(): Promise<void> {
  followTheme();
  localise(document);
  need('#play', HTMLAnchorElement).href = playbackUrl();
  need('#numbers', HTMLAnchorElement).href = memoryUrl();
  need('#version', HTMLElement).textContent = extensionVersion();
  followSections(need('nav', HTMLElement));
  const retention = new RetentionPart();
  const doctor = new DoctorPart();
  const rules = new RulesPart();
  const choosing = new ChoosingPart();
  const room = new RoomPart();
  const gone = new ShowGonePart();
  const vault = new VaultPart();
  exportPart();
  importPart();
  showPast(need('#history', HTMLElement), 'history', 'h3');
  showPast(need('#bookmarks', HTMLElement), 'bookmarks', 'h3');
  clearPart();
  void showAccess();
  void showKeeping();
  void showShortcuts();
  showLetters();

  const settings = await readSettings();
  rules.show(settings);
  choosing.show(settings);
  showPause(settings);
  retention.show(settings);
  void retention.showHidden();
  showTheme(settings);
  gone.show(settings);
  onSettings((now) => { showPause(now); retention.show(now); showTheme(now); rules.show(now); choosing.show(now); room.show(now); gone.show(now); });

  const problem = need('#problem', HTMLElement);
  const refresh = async (): Promise<void> => {
    try {
      const status = await engine.status();
      problem.hidden = true;
      showStorage(status);
      await room.refresh(status, engine);
      doctor.show(status);
      await vault.refresh();
    } catch (thrown) {
      problem.textContent = complain(thrown);
      problem.hidden = false;
    }
  };
  let due: ReturnType<typeof setTimeout> | undefined;
  engine.onEvent(() => { clearTimeout(due); due = setTimeout(() => void refresh(), 300); });
  await refresh();
  document.body.dataset['settled'] = 'true';
  // The parts had no height when the browser looked for the place that the address names.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

void main();
