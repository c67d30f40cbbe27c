/** Kinds of pictures that every provider's protocol here takes; an SVG is a program, not a picture. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** Pictures that one message may carry. */
export const MAX_PICTURES = 8;

/**
 * Bytes of one stored picture. Eight of them are 17 MB as base64: a request of one message stays
 * under the gateway's 20 MB with room for the text.
 */
export const MAX_PICTURE_BYTES = 1_600_000;

/** Bytes of pictures that one request carries, those of earlier messages included. */
export const MAX_REQUEST_PICTURE_BYTES = MAX_PICTURES * MAX_PICTURE_BYTES;

/** The longer side of a stored picture, in pixels: no provider looks closer than this. */
export const MAX_PICTURE_SIDE = 4096;

/** Decoded it takes four bytes a pixel: a small file can claim more than the memory has. */
export const MAX_PICTURE_PIXELS = 100_000_000;

export const MAX_PICTURE_NAME = 200;

/** About one megapixel, which is what large pictures are scaled down to; the catalog's profile too. */
export const TOKENS_PER_IMAGE = 1_500;
