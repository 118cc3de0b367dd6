/** Lines as an export has them: a page's content, and its visits. */

/** What is known of a drawn picture once the engine has developed it. */
export type Facts = object;
export interface Page { url: string; title: string; site: string; lang: string; text: string; star?: boolean; labels?: string[]; picture?: number }
export interface Line extends Page { visits: { id: string; at: number; offsetMin: number; from?: string }[] }

export const idOf = (n: number): string => n.toString(16).padStart(32, '0');

/** Some lines as text, with the developed pictures by their numbers. */
export const asText = (lines: Line[], pictures: (Facts | undefined)[]): string => lines.map(({ picture, ...line }) =>
  `${JSON.stringify({ type: 'capture', ...line, picture: picture === undefined ? undefined : pictures[picture] })}\n`).join('');
