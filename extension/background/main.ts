/** The background: listens and hands over. Everything is wired before the first await, as both browsers demand. */
import { onMessage, onTabRemoved } from '../browser.js';
import type { FromContent, FromView, ToContent, ViewAnswers } from '../bridge/messages.js';
import { parseRule } from '../bridge/rules.js';
import { setExclusion, writeSettings } from '../bridge/settings.js';
import { answerMayI, answerSeen, noteWithheld } from './capture.js';
import { watchControls } from './controls.js';
import { asFromContent, asFromView, isView, type Place, placeOf } from './door.js';
import { faultOf } from './engine.js';
import { wake } from './host.js';
import { watchForPaint } from './icon.js';
import { watchLife } from './life.js';
import { watchForStirs } from './shutter.js';
import { dropSkip } from './skips.js';
import { starTab } from './star.js';
import { answerSync, watchSync } from './sync.js';
import { tabState } from './tab-state.js';

function answerContent(message: FromContent, place: Place): Promise<ToContent> {
  switch (message.kind) {
    case 'mayI': return answerMayI(message.id, place);
    case 'withheld': return noteWithheld(message.reason, place);
    case 'seen': return answerSeen(message, place);
  }
}

async function exclude(line: string, on: boolean): Promise<ViewAnswers['exclude']> {
  const parsed = parseRule(line);
  if (on && parsed.kind === 'complaint') return { complaint: parsed.code };
  await setExclusion(line, on);
  return { ok: true };
}

function answerView(message: FromView): Promise<ViewAnswers[FromView['kind']]> {
  switch (message.kind) {
    case 'wake': return wake().then(() => ({ ok: true as const }), (thrown: unknown) => ({ fault: faultOf(thrown) }));
    case 'tabState': return tabState(message.tabId);
    case 'star': return starTab(message.tabId, message.on);
    case 'pause': return writeSettings({ pausedUntil: message.until }).then(() => ({ ok: true as const }));
    case 'exclude': return exclude(message.rule, message.on);
    case 'sync': return answerSync();
  }
}

onMessage((body, sender) => {
  if (isView(sender)) {
    const message = asFromView(body);
    return message ? answerView(message) : undefined;
  }
  const message = asFromContent(body);
  const place = message && placeOf(sender);
  return place ? answerContent(message, place) : undefined;
});

watchForStirs();
watchForPaint();
watchControls();
watchLife();
watchSync();
onTabRemoved((tabId) => void dropSkip(tabId));
