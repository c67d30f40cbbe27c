/**
 * Order of two strings by code point, never by locale (S0-32). `<` compares UTF-16 units, which
 * puts U+1F600 before U+FF5E; this agrees with SQLite's BINARY order and with Python's.
 * Negative when `a` comes first, 0 when they are the same.
 */
export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) {
      const surrogateOrder = Number(isSurrogate(left)) - Number(isSurrogate(right));
      return surrogateOrder !== 0 && left >= 0xd800 && right >= 0xd800
        ? surrogateOrder
        : left - right;
    }
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
