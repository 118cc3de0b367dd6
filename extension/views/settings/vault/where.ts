/** What is where, in one picture: this device, the vault, the other devices, and of each what it holds, who can read it, and until when. */
import type { Status, VaultDevice, VaultState, VaultUsage } from '../../../bridge/engine.js';
import type { Settings } from '../../../bridge/messages.js';
import { el, refill } from '../../shared/dom.js';
import { bytes, number, plural, shortDate, t } from '../../shared/i18n.js';
import { drawing, svg } from '../../shared/svg.js';

const DAY = 86_400_000;
const ROWS = ['texts', 'webmarks', 'small', 'full', 'read', 'kept'] as const;
type Row = (typeof ROWS)[number];

/** What is known; the vault's word is null while it is not there. */
export interface Known { vault: VaultState; status: Status; settings: Settings; devices: VaultDevice[] | null; usage: VaultUsage | null }
interface Place { kind: 'here' | 'vault' | 'others'; name: string; line: string; rows: Record<Row, string> }

export class WherePart {
  readonly node = el('figure', { id: 'where', class: 'where', 'aria-labelledby': 'where-title' });

  show(known: Known): void {
    const places = [here(known), inVault(known), others(known)];
    refill(this.node, JSON.stringify(places), () => [
      el('figcaption', {}, el('h3', { id: 'where-title' }, t('settings_where')), el('p', { class: 'caption' }, t('settings_where_why'))),
      el('ul', { class: 'places' }, ...places.map(drawn))]);
  }
}

function here({ vault, status, settings }: Known): Place {
  const { pages, firstAt, webmarks, pictureCount, pictureBytes } = status;
  const all = firstAt === null ? plural('settings_pages', pages) : t('settings_where_since', plural('settings_pages', pages), shortDate(firstAt));
  const { textDays, retentionDays } = settings;
  return { kind: 'here', name: t('settings_where_here'), line: vault.deviceName, rows: {
    texts: textDays === null ? all : `${all}. ${plural('settings_where_thin', textDays)}`,
    webmarks: number(webmarks),
    small: pictureCount === 0 ? t('settings_where_none') : plural('settings_where_pictures', pictureCount, bytes(pictureBytes)),
    full: t('settings_where_full_here'),
    read: t('settings_where_user'),
    kept: retentionDays === null ? t('settings_where_ever') : plural('settings_where_days', retentionDays),
  } };
}

function inVault({ vault, usage, settings }: Known): Place {
  const rows = usage ? kept(usage, settings) : { texts: UNKNOWN, webmarks: UNKNOWN, small: UNKNOWN, kept: UNKNOWN };
  const room = !usage ? '' : usage.quota === null ? t('settings_vault_used', bytes(usage.bytes), usage.plan) : t('settings_vault_used_of', bytes(usage.bytes), bytes(usage.quota), usage.plan);
  const where = new URL(vault.origin).host;
  return { kind: 'vault', name: t('settings_where_vault'), line: room === '' ? where : `${where}: ${room}`, rows: { ...rows, full: t('settings_where_never'), read: t('settings_where_nobody') } };
}

function kept({ days }: VaultUsage, { sendThumbs }: Settings): Record<'texts' | 'webmarks' | 'small' | 'kept', string> {
  const sum = (fits: (day: VaultUsage['days'][number]) => boolean): number => days.filter(fits).reduce((total, day) => total + day.bytes, 0);
  const first = Math.min(...days.filter(({ kind }) => kind === 'text').map(({ day }) => day));
  const next = Math.min(...days.map(({ expiresAt }) => expiresAt ?? Infinity));
  const texts = bytes(sum((day) => day.class === 'history' && day.kind !== 'thumb'));
  const small = sum(({ kind }) => kind === 'thumb');
  return {
    texts: Number.isFinite(first) ? t('settings_where_since', texts, shortDate(first * DAY, 0)) : t('settings_where_none'),
    webmarks: bytes(sum((day) => day.class === 'mark' && day.kind !== 'thumb')),
    small: small > 0 ? bytes(small) : t(sendThumbs ? 'settings_where_none' : 'settings_where_unsent'),
    kept: Number.isFinite(next) ? t('settings_where_until', shortDate(next)) : t('settings_where_all'),
  };
}

function others({ devices }: Known): Place {
  const all = devices?.filter((device) => !device.this && device.revoked === null) ?? null;
  const name = t('settings_where_others');
  if (all?.length === 0) return { kind: 'others', name, line: t('settings_where_alone'), rows: same(t('settings_where_none')) };
  return { kind: 'others', name, line: all?.map((device) => device.name || t('settings_vault_device_unknown')).join(', ') ?? UNKNOWN, rows: {
    texts: t('settings_where_same'), webmarks: t('settings_where_same'), small: t('settings_where_sent'), full: t('settings_where_own'), read: t('settings_where_users'), kept: t('settings_where_theirs'),
  } };
}

const UNKNOWN = '…';
const same = (words: string): Record<Row, string> => ({ texts: words, webmarks: words, small: words, full: words, read: words, kept: words });

/** A card; between it and the one before goes what is sealed. */
const drawn = ({ kind, name, line, rows }: Place): HTMLElement => el('li', { class: `place ${kind}` },
  kind !== 'here' && SEALED(),
  el('h4', {}, SIGN[kind](), name),
  el('p', { class: 'caption' }, el('bdi', {}, line)),
  el('dl', {}, ...ROWS.map((row) => el('div', {}, el('dt', {}, t(`settings_where_${row}`)), el('dd', {}, rows[row])))));

const strokes = (d: string, size: number, attributes: Record<string, string> = {}): SVGSVGElement =>
  drawing(24, 24, { width: size, height: size, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', ...attributes }, svg('path', { d }));
const SIGN: Record<Place['kind'], () => SVGSVGElement> = {
  here: () => strokes('M4 5h16v10H4zM2 19h20M9 15v4M15 15v4', 24),
  vault: () => strokes('M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3M12 14.5v2.5', 24),
  others: () => strokes('M3 5h11v8H3zM1 16h13M17 8h5v12h-5zM19.5 17.5v.1', 24),
};
const SEALED = (): SVGSVGElement => strokes('M3 9h16l-3-3M21 15H5l3 3', 20, { class: 'sealed' });
