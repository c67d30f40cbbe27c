/** A rectangle in the pixels of the picture. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Area {
  readonly width: number;
  readonly height: number;
}

/** Smaller than this is a click and no drag. */
const LEAST = 4;
/** Share of the picture by which an arrow key moves or resizes. */
const STEP = 0.02;

/** The box between two points, inside the picture and in whole pixels; null = too small to be meant. */
export function boxBetween(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
  area: Area,
): Box | null {
  const left = clamp(Math.floor(Math.min(a.x, b.x)), area.width);
  const top = clamp(Math.floor(Math.min(a.y, b.y)), area.height);
  const right = clamp(Math.ceil(Math.max(a.x, b.x)), area.width);
  const bottom = clamp(Math.ceil(Math.max(a.y, b.y)), area.height);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return box.width < LEAST || box.height < LEAST ? null : box;
}

/** A quarter of the picture in its middle: where a box begins that is moved by keys. */
export function middleBox(area: Area): Box {
  const width = Math.max(LEAST, Math.round(area.width / 4));
  const height = Math.max(LEAST, Math.round(area.height / 4));
  return {
    x: Math.round((area.width - width) / 2),
    y: Math.round((area.height - height) / 2),
    width,
    height,
  };
}

/** The box after an arrow key, inside the picture; `resize` moves its lower right corner alone. */
export function nudge(box: Box, key: string, resize: boolean, area: Area): Box {
  const stepX = Math.max(1, Math.round(area.width * STEP));
  const stepY = Math.max(1, Math.round(area.height * STEP));
  const dx = key === 'ArrowLeft' ? -stepX : key === 'ArrowRight' ? stepX : 0;
  const dy = key === 'ArrowUp' ? -stepY : key === 'ArrowDown' ? stepY : 0;
  if (resize) {
    return {
      ...box,
      width: Math.max(LEAST, Math.min(box.width + dx, area.width - box.x)),
      height: Math.max(LEAST, Math.min(box.height + dy, area.height - box.y)),
    };
  }
  return {
    ...box,
    x: clamp(box.x + dx, area.width - box.width),
    y: clamp(box.y + dy, area.height - box.height),
  };
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}
