/** Checks of what comes in by a channel: each says whether a value has the form that is named. */
export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const flag: Shape = (value) => typeof value === 'boolean';
/** A finite number: a time in ms may have a fraction. */
export const number: Shape = (value) => Number.isFinite(value);
/** A count or an ordinal: what fits 32 bits without a sign. */
export const count: Shape = (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xffff_ffff;
export const visitId: Shape = (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
export const words32: Shape = (value) => value instanceof Uint32Array;
export const bytes: Shape = (value) => value instanceof ArrayBuffer;
export const bytesOf = (length: number): Shape => (value) => value instanceof ArrayBuffer && value.byteLength === length;

export const oneOf = (...choices: unknown[]): Shape => (value) => choices.includes(value);
export const anyOf = (...shapes: Shape[]): Shape => (value) => shapes.some((shape) => shape(value));
export const optional = (shape: Shape): Shape => (value) => value === undefined || shape(value);
export const orNull = (shape: Shape): Shape => (value) => value === null || shape(value);
export const listOf = (shape: Shape, most: number): Shape =>
  (value) => Array.isArray(value) && value.length <= most && value.every(shape);
export const pairOf = (first: Shape, second: Shape): Shape =>
  (value) => Array.isArray(value) && value.length === 2 && first(value[0]) && second(value[1]);

/** An object whose named fields have these forms; others are let through unread. */
export const fields = (shapes: Record<string, Shape>): Shape => (value) =>
  typeof value === 'object' && value !== null
  && Object.entries(shapes).every(([name, shape]) => shape((value as Record<string, unknown>)[name]));
