import type { Rect, Size } from '@shared/capture/geometry';

const GAP = 6;

/** Where the label of a rectangle stands: under it, else above it, else in it; always in the area. */
export function placeLabel(
  rect: Rect,
  label: Size,
  area: Size,
): { readonly x: number; readonly y: number } {
  const under = rect.y + rect.height + GAP;
  const above = rect.y - GAP - label.height;
  const inside = rect.y + GAP;
  const y = under + label.height <= area.height ? under : above >= 0 ? above : inside;
  return { x: Math.max(0, Math.min(rect.x, area.width - label.width)), y };
}
