/** The background: listens and hands over. Everything is wired before the first await, as both browsers demand. */
import { onMessage, onTabRemoved, type Tab, tellTab } from '../browser.js';
import type { FromContent, FromView, ToContent, ViewAnswers } from '../bridge/messages.js';
import { askToKeep } from '../bridge/persistence.js';
import { parseRule } from '../bridge/rules.js';
import { setExclusion, writeSettings } from '../bridge/settings.js';
import { watchForAgain } from './again.js';
import { answerMayI, answerSame, answerSeen, drain, noteWithheld } from './capture.js';
import { watchControls } from './controls.js';
import { watchDocuments } from './documents.js';
import { asFromContent, asFromView, isView, type Place, placeOf, tabOfFrame } from './door.js';
import { engine, faultOf } from './engine.js';
import { watchForgottenNames } from './forgotten-names.js';
import { readFrames } from './frames.js';
import { wake } from './host.js';
import { watchForPaint } from './icon.js';
import { watchLife } from './life.js';
import { answerOpen, dropOpening } from './opening.js';
import { answerPast, watchPast } from './past.js';
import { watchForDeaf } from './revive.js';
import { watchRoom } from './room.js';
import { watchForStirs } from './shutter.js';
import { dropShown } from './shown.js';
import { dropSkip } from './skips.js';
import { keepTab, starTab } from './star.js';
import { dropStay } from './stays.js';
import { answerSync, watchSync } from './sync.js';
import { tabState } from './tab-state.js';
import { dropStep } from './trail.js';
import { watchWithheld } from './withheld.js';

function answerContent(message: FromContent, place: Place): Promise<ToContent> | undefined {
  // Of a page that was left it is known what it was when it asked, no more.
  if (place.isLeft && message.kind !== 'seen') return undefined;
  switch (message.kind) {
    case 'mayI': return answerMayI(message.id, place, message.status);
    case 'same': return answerSame(message.id, place);
    case 'withheld': return noteWithheld(message.reason, place);
    case 'seen': return answerSeen(message, place);
    case 'frames': return readFrames(place.tabId, place.url, message.length).then((shown) => ({ kind: 'frames', ...shown }));
  }
}

async function exclude(line: string, on: boolean): Promise<ViewAnswers['exclude']> {
  const parsed = parseRule(line);
  if (on && parsed.kind === 'complaint') return { complaint: parsed.code };
  await setExclusion(line, on);
  return { ok: true };
}

/** `from`: the tab that the view is in. */
function answerView(message: FromView, from: Tab | undefined): Promise<ViewAnswers[FromView['kind']]> {
  switch (message.kind) {
    case 'wake': return wake().then(() => ({ ok: true as const }), (thrown: unknown) => ({ fault: faultOf(thrown) }));
    case 'tabState': return tabState(message.tabId);
    case 'star': return starTab(message.tabId, message.on);
    case 'keep': return keepTab(message.tabId);
    case 'pause': return writeSettings({ pausedUntil: message.until }).then(() => ({ ok: true as const }));
    case 'exclude': return exclude(message.rule, message.on);
    case 'past': return answerPast(message.what, message.on);
    case 'sync': return answerSync();
    case 'open': return answerOpen(message, from);
  }
}

onMessage((body, sender) => {
  if (isView(sender)) {
    const message = asFromView(body);
    return message ? answerView(message, sender.tab) : undefined;
  }
  const stirred = tabOfFrame(body, sender);
  if (stirred !== null) return tellTab(stirred, body);
  const message = asFromContent(body);
  const place = message && placeOf(sender);
  return place ? answerContent(message, place) : undefined;
});

watchForStirs();
watchForPaint();
watchControls();
watchLife();
watchSync();
watchDocuments();
watchPast();
watchForDeaf();
watchForAgain();
watchRoom();
watchWithheld();
watchForgottenNames();
void askToKeep();
onTabRemoved((tabId) => { void dropSkip(tabId); void dropStay(tabId); void dropShown(tabId); void dropStep(tabId); dropOpening(tabId); });
// What could not be kept when it was seen: once more, now and whenever the engine has come back.
engine.onEvent(({ kind }) => { if (kind === 'ready') void drain(); });
void drain();
