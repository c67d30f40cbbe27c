/**
 * Whether every pixel is the same: what systems give in place of a picture that they keep back, of
 * protected films for one. A picture with anything on it is known by its first few rows.
 */
export function isBlank(bitmap: Uint8Array): boolean {
  for (let at = 4; at < bitmap.length; at += 1) {
    if (bitmap[at] !== bitmap[at - 4]) return false;
  }
  return true;
}
