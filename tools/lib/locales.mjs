/** Merges extension/locales/<lang>/<area>.json into the one catalogue a browser reads per language. */
import { readFileSync } from 'node:fs';
import { filesBelow, fromRoot } from './paths.mjs';

/** { lang: { area: { key: text } } } */
export function readLocales(folder = fromRoot('extension', 'locales')) {
  const locales = {};
  for (const file of filesBelow(folder).filter((name) => name.endsWith('.json'))) {
    const [lang, area] = file.replace(/\.json$/, '').split('/');
    (locales[lang] ??= {})[area] = JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'));
  }
  return locales;
}

/** One language as messages.json; a key that two areas claim is an error. */
export function catalogue(areas) {
  const messages = {};
  for (const [area, texts] of Object.entries(areas)) {
    for (const [key, text] of Object.entries(texts)) {
      if (messages[key]) throw new Error(`locales: "${key}" of ${area}.json is taken by another area`);
      messages[key] = { message: text };
    }
  }
  return messages;
}
