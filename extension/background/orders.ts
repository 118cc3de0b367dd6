/** What a person ordered of the page in a tab: keep it, this once, although something says no. */
import { TabNote } from './tab-note.js';

export interface Order {
  url: string;
  /** What it stands above: the mode (a star), or rules, pauses and what the page shows as well. */
  over: 'mode' | 'all';
}

const orders = new TabNote<Order>('order');

export const giveOrder = orders.set;
export const dropOrder = orders.drop;

/** The order that stands for this page in this tab. */
export async function orderOf(tabId: number, url: string): Promise<Order | null> {
  const order = await orders.of(tabId);
  return order?.url === url ? order : null;
}
