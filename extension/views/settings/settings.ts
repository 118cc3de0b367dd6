/** The settings page: every part shows itself and writes at once; there is no save button. */
import { extensionVersion } from '../../browser.js';
import { need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { localise } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { onSettings, readSettings } from '../../bridge/settings.js';
import { followTheme } from '../shared/theme.js';
import { showAccess } from './access.js';
import { clearPart } from './clear.js';
import { DoctorPart } from './doctor.js';
import { exportPart } from './export.js';
import { importPart } from './import.js';
import { showPause } from './pause.js';
import { RetentionPart } from './retention.js';
import { RulesPart } from './rules.js';
import { showShortcuts } from './shortcuts.js';
import { showStorage } from './storage.js';
import { showTheme } from './theme.js';
import { VaultPart } from './vault/vault.js';

async function main(): Promise<void> {
  followTheme();
  localise(document);
  need('#play', HTMLAnchorElement).href = playbackUrl();
  need('#version', HTMLElement).textContent = extensionVersion();
  const retention = new RetentionPart();
  const doctor = new DoctorPart();
  const rules = new RulesPart();
  const vault = new VaultPart();
  exportPart();
  importPart();
  clearPart();
  void showAccess();
  void showShortcuts();

  const settings = await readSettings();
  rules.show(settings);
  showPause(settings);
  retention.show(settings);
  showTheme(settings);
  onSettings((now) => { showPause(now); retention.show(now); showTheme(now); rules.show(now); });

  const problem = need('#problem', HTMLElement);
  const refresh = async (): Promise<void> => {
    try {
      const status = await engine.status();
      problem.hidden = true;
      await showStorage(status);
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
