export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle, its corner counted from the upper left. */
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** Device-independent pixels or CSS pixels; smaller than this is a click and no drag. */
export const LEAST_REGION = 4;

/** What the sides of screens are multiples of, the usual first. */
const SIDE_STEPS = [8, 2] as const;

/**
 * Pixels of a display that the system describes in rounded device-independent pixels. Of the sizes
 * that such a display can have, the one that screens do have: a picture that is asked for one pixel
 * too small would be scaled as a whole, and its text blurred.
 */
export function displayPixels(dip: Size, scale: number): Size {
  return { width: sidePixels(dip.width, scale), height: sidePixels(dip.height, scale) };
}

function sidePixels(dip: number, scale: number): number {
  const exact = dip * scale;
  if (Number.isInteger(scale)) return exact;
  // Systems round or cut off: the true side is between half a unit less and a whole one more.
  const least = (dip - 0.5) * scale;
  const beyond = (dip + 1) * scale;
  for (const step of SIDE_STEPS) {
    const nearest = Math.round(exact / step) * step;
    const found = [nearest, nearest + step, nearest - step].find(
      (side) => side >= least && side < beyond,
    );
    if (found !== undefined) return found;
  }
  return Math.round(exact);
}

/**
 * The pixels of a display's picture under a rectangle that was drawn on an overlay which shows the
 * whole picture. What is given in shares of the overlay holds at every scale factor, and also where
 * a system made the overlay smaller than the display. Every pixel that the rectangle touches by half
 * or more; inside the picture, and null when nothing of it is.
 */
export function regionPixels(drawn: Rect, overlay: Size, picture: Size): Rect | null {
  const x = side(drawn.x, drawn.width, overlay.width, picture.width);
  const y = side(drawn.y, drawn.height, overlay.height, picture.height);
  if (x === null || y === null) return null;
  return { x: x.from, y: y.from, width: x.length, height: y.length };
}

function side(
  start: number,
  length: number,
  overlay: number,
  pixels: number,
): { readonly from: number; readonly length: number } | null {
  if (!(overlay > 0) || !(pixels > 0) || !(length > 0)) return null;
  if (start >= overlay || start + length <= 0) return null;
  const at = (value: number): number =>
    Math.round((Math.max(0, Math.min(value, overlay)) / overlay) * pixels);
  // A side that is too thin for half a pixel is one pixel, not none.
  const from = Math.min(at(start), pixels - 1);
  return { from, length: Math.max(1, at(start + length) - from) };
}

/** The rectangle between two points, inside the area; null = too small to be meant. */
export function rectBetween(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
  area: Size,
): Rect | null {
  const left = clamp(Math.min(a.x, b.x), area.width);
  const top = clamp(Math.min(a.y, b.y), area.height);
  const width = clamp(Math.max(a.x, b.x), area.width) - left;
  const height = clamp(Math.max(a.y, b.y), area.height) - top;
  if (width < LEAST_REGION || height < LEAST_REGION) return null;
  return { x: left, y: top, width, height };
}

/** Where a rectangle begins that is made with keys: half of the area, in its middle. */
export function middleRect(area: Size): Rect {
  const width = Math.max(LEAST_REGION, Math.round(area.width / 2));
  const height = Math.max(LEAST_REGION, Math.round(area.height / 2));
  return {
    x: Math.round((area.width - width) / 2),
    y: Math.round((area.height - height) / 2),
    width,
    height,
  };
}

/** The rectangle after an arrow key, inside the area; `resize` moves its lower right corner alone. */
export function moveRect(
  rect: Rect,
  key: string,
  { step, resize }: { readonly step: number; readonly resize: boolean },
  area: Size,
): Rect {
  const dx = key === 'ArrowLeft' ? -step : key === 'ArrowRight' ? step : 0;
  const dy = key === 'ArrowUp' ? -step : key === 'ArrowDown' ? step : 0;
  if (resize) {
    return {
      ...rect,
      width: Math.max(LEAST_REGION, Math.min(rect.width + dx, area.width - rect.x)),
      height: Math.max(LEAST_REGION, Math.min(rect.height + dy, area.height - rect.y)),
    };
  }
  return {
    ...rect,
    x: clamp(rect.x + dx, area.width - rect.width),
    y: clamp(rect.y + dy, area.height - rect.height),
  };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
