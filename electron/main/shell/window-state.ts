import { z } from 'zod';
import type { JsonFile } from '../settings/json-file';

export const MIN_SIZE = { width: 900, height: 600 } as const;
const DEFAULT_SIZE = { width: 1280, height: 820 } as const;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const stateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(MIN_SIZE.width),
  height: z.number().int().min(MIN_SIZE.height),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof stateSchema>;

/** Where the window opens: as it was, if enough of it is still on a screen, else centred. */
export function readWindowState(
  file: JsonFile,
  screens: readonly Rectangle[],
): Partial<WindowState> & Pick<WindowState, 'width' | 'height' | 'maximized'> {
  const parsed = stateSchema.safeParse(file.read());
  if (!parsed.success) return { ...DEFAULT_SIZE, maximized: false };
  const { width, height, maximized } = parsed.data;
  return screens.some((screen) => isGrabbable(parsed.data, screen))
    ? parsed.data
    : { width, height, maximized };
}

/** Enough of the title bar is on the screen to drag the window by it. */
function isGrabbable(window: Rectangle, screen: Rectangle): boolean {
  const visible =
    Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  const top = window.y - screen.y;
  return visible >= 100 && top >= -10 && top <= screen.height - 40;
}
