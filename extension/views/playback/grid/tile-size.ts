/** How wide tiles are: five steps a person chooses from, stretched to fill the row. */
export const TILE_STEPS = [176, 200, 216, 264, 320] as const;
export const DEFAULT_STEP = 2;
export const GAP = 8;
export const CAPTION = 24;
const RATIO = 10 / 16;

export interface TileSize { columns: number; width: number; height: number }

/** Columns and tile size for a row of `room` pixels; height holds the picture and the caption line. */
export function tileSize(room: number, target: number): TileSize {
  const columns = Math.max(1, Math.floor((room + GAP) / (target + GAP)));
  const width = Math.max(1, (room - GAP * (columns - 1)) / columns);
  return { columns, width, height: Math.round(width * RATIO) + CAPTION };
}
