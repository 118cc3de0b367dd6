/** How much may be forgotten without being asked. */
import type { Weight } from '../../bridge/engine.js';

const MANY = 500;

export const weighty = ({ visits }: Weight): boolean => visits > MANY;
