/** Where the browsers lie that everything is tried in. */
import { existsSync } from 'node:fs';

export const PLACES = {
  chrome: [process.env.CHROME, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-for-testing'].filter(Boolean),
  firefox: [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'].filter(Boolean),
};
export const BROWSERS = Object.keys(PLACES);

export const executable = (name) => PLACES[name].find((path) => existsSync(path)) ?? null;
