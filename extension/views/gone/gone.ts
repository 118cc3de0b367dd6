/**
 * Stands in the place of a page that was opened from here and is gone: when the person saw it, its picture, its text, and the ways on.
 * Its address names the visit and why it is shown, nothing of the page.
 */
import type { Caption, Ordinal } from '../../bridge/engine.js';
import { FLAG } from '../../bridge/engine.js';
import { WHYS } from '../../bridge/gone.js';
import { el, fill, need, webLink } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { pressOnce } from '../shared/held.js';
import { date, localise, plural, t, time } from '../shared/i18n.js';
import { showKept } from '../shared/kept-text.js';
import { openRemembered } from '../shared/open.js';
import { archiveUrl, playbackUrl } from '../shared/places.js';
import { nameOfPage } from '../shared/readable.js';
import { starIcon } from '../shared/star.js';
import { followTheme } from '../shared/theme.js';
import { showPicture } from './picture.js';

const facts = new URLSearchParams(location.hash.slice(1));
const visit = /^[0-9a-f]{32}$/.exec(facts.get('visit') ?? '')?.[0] ?? null;
const why = WHYS.find((one) => one === facts.get('why')) ?? null;

const box = (id: string): HTMLElement => need(`#${id}`, HTMLElement);

/** The frame as the memory has it; null where it is forgotten. */
async function frame(): Promise<Caption | null> {
  const ordinal = visit === null ? null : await engine.ordOf(visit);
  return ordinal === null ? null : (await engine.captions([ordinal]))[0] ?? null;
}

function wrong(thrown: unknown): void {
  const line = box('problem');
  line.hidden = false;
  const said = box('said');
  if (said.childElementCount === 0) fill(said, el('h1', {}, t('gone_pageTitle')), why && el('p', {}, t(`gone_why_${why}`)));
  fill(line, complain(thrown), el('span', { class: 'acts' }, el('button', { type: 'button', onclick: () => location.reload() }, t('gone_reload')),
    el('button', { type: 'button', onclick: () => history.back() }, t('gone_back'))));
}

async function say({ at, offsetMin, url }: Caption): Promise<void> {
  const { visits } = await engine.page(url);
  fill(box('said'), el('h1', {}, t('gone_seen', date(at, offsetMin), time(at, offsetMin))),
    visits > 1 && el('p', { class: 'others quiet' }, plural('gone_others', visits - 1)),
    el('p', {}, why && `${t(`gone_why_${why}`)} `, t('gone_kept')));
}

function showPage(caption: Caption): void {
  const { ordinal, title, url, visited, site, device, id, at } = caption;
  const link = webLink(visited ?? url);
  const archive = archiveUrl(url, at);
  const again = link !== null && el('button', { type: 'button', class: 'primary', onclick: () => void openRemembered(link, ordinal, 'here') }, t('gone_again'));
  fill(box('page'),
    el('div', {}, el('h2', { dir: 'auto', title: url }, nameOfPage({ title, url })),
      el('p', { class: 'where quiet' }, el('bdi', {}, title ? url : site), device !== null && el('bdi', {}, t('gone_onDevice', device)))),
    el('div', { class: 'acts', role: 'group', 'aria-label': t('gone_acts') }, again,
      link !== null && el('a', { class: 'button', href: link, rel: 'noreferrer' }, t('gone_open')),
      el('a', { class: 'button', href: playbackUrl({ view: 'reel', id, at }) }, t('gone_play')), star(caption)),
    archive !== null && el('p', { class: 'archive' }, el('a', { href: archive, target: '_blank', rel: 'noopener noreferrer' }, t('gone_archive')),
      el('span', { class: 'caption' }, t('gone_archiveHint'))));
}

function star({ id, flags }: Caption): HTMLElement {
  let on = (flags & FLAG.star) !== 0;
  const show = (): void => fill(button, starIcon(on), t(on ? 'shared_unstar' : 'shared_star'));
  const button = el('button', {
    type: 'button', id: 'star', onclick: () => {
      on = !on;
      show();
      engine.mutate({ visits: [id] }, { kind: 'star', on }).catch((thrown: unknown) => { on = !on; show(); wrong(thrown); });
    },
  });
  show();
  return button;
}

async function showText(ordinal: Ordinal, lang: string): Promise<void> {
  const kept = await engine.text(ordinal);
  if (!kept) return;
  box('text').hidden = false;
  showKept(box('kept'), kept, { engine, ordinal, lang: lang || null });
}

function showForgotten(): void {
  fill(box('said'), el('h1', {}, t('gone_forgotten')), el('p', {}, t('gone_forgotten_how')));
  fill(box('page'), el('div', { class: 'acts' },
    el('button', { type: 'button', class: 'primary', onclick: () => history.back() }, t('gone_back')),
    el('a', { class: 'button', href: playbackUrl() }, t('gone_toPlayback'))));
  fill(box('picture'));
  box('text').hidden = true;
}

/** What is forgotten while it stands here leaves the screen; a star that is set elsewhere shows. */
function follow(shown: Caption): void {
  let due: ReturnType<typeof setTimeout> | undefined;
  let { flags } = shown;
  const look = async (): Promise<void> => {
    const now = await frame();
    if (now === null) return showForgotten();
    if (now.flags !== flags) box('star').replaceWith(star(now));
    flags = now.flags;
  };
  engine.onEvent(() => { clearTimeout(due); due = setTimeout(() => void look().catch(() => undefined), 100); });
}

async function main(): Promise<void> {
  followTheme();
  pressOnce();
  localise(document);
  addEventListener('hashchange', () => location.reload());
  try {
    const caption = await frame();
    if (caption === null) showForgotten();
    else {
      showPage(caption);
      follow(caption);
      await Promise.all([say(caption), showPicture(box('picture'), engine, caption.ordinal), showText(caption.ordinal, caption.lang)]);
    }
  } catch (thrown) {
    wrong(thrown);
  }
  document.body.dataset['settled'] = 'true';
}

void main();
