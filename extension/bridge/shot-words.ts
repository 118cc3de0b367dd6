/** Parts of a picture's width, and of its height, in which places on it are told. */
export const WORD_UNITS = 4_096;

/**
 * The words on a screenshot, parted by blanks, and by line feeds where a block ends; of each left, top, width and height in 4,096ths
 * of the picture's width and height, one after another. At most 2,000 words and 16 KiB.
 */
export interface ShotWords { text: string; boxes: number[] }
