import type { Size } from '@shared/capture/geometry';
import type {
  Display,
  System,
  SystemPicture,
  SystemSource,
} from '../../../../electron/main/capture/system-types';

export interface Asked {
  readonly types: readonly string[];
  readonly size: Size;
}

export interface FakeWindow {
  readonly id: string;
  readonly name: string;
}

/** A picture that tells its size and what was cut out of it; two colours unless it is blank. */
export function picture(size: Size, { empty = false, blank = false } = {}): SystemPicture {
  return {
    isEmpty: () => empty,
    getSize: () => size,
    toBitmap: () => new Uint8Array(blank ? [1, 2, 3, 4, 1, 2, 3, 4] : [1, 2, 3, 4, 5, 6, 7, 8]),
    toDataURL: () => `data:image/png;base64,${JSON.stringify(size)}`,
    toJPEG: () => Buffer.from('jpeg'),
    crop: (rect) => picture({ width: rect.width, height: rect.height }),
  };
}

export interface FakeScreen extends Display {
  readonly name: string;
  /** True pixels. */
  readonly pixels: Size;
  readonly empty?: boolean;
  readonly blank?: boolean;
  /** As the system tells it; absent = its id. */
  readonly told?: string;
}

export const ONE_SCREEN: readonly FakeScreen[] = [
  {
    id: '1',
    name: 'Screen 1',
    bounds: { x: 0, y: 0, width: 1920, height: 1080 },
    scaleFactor: 1,
    pixels: { width: 1920, height: 1080 },
  },
];

/** To the left of the main screen and above it, with another scale, as a notebook beside a monitor. */
export const TWO_SCREENS: readonly FakeScreen[] = [
  ...ONE_SCREEN,
  {
    id: '2',
    name: 'Screen 2',
    bounds: { x: -1440, y: -120, width: 1440, height: 900 },
    scaleFactor: 2,
    pixels: { width: 2880, height: 1800 },
  },
];

/** As Chromium does it: a source is scaled until it fits, up too. */
function fitted(own: Size, box: Size): Size {
  const by = Math.min(box.width / own.width, box.height / own.height);
  return { width: Math.round(own.width * by), height: Math.round(own.height * by) };
}

export function fakeSystem(
  change: Partial<System> & {
    readonly screens?: readonly FakeScreen[];
    readonly windows?: readonly FakeWindow[];
  } = {},
) {
  const { screens = ONE_SCREEN, windows = [], ...rest } = change;
  const asked: Asked[] = [];
  const steps: string[] = [];
  const system: System = {
    sources: async ({ types, thumbnailSize }) => {
      asked.push({ types, size: thumbnailSize });
      steps.push('look');
      const ofScreens = screens.map(({ id, told, name, pixels, empty, blank }): SystemSource => ({
        id: `screen:${id}:0`,
        name,
        display_id: told ?? id,
        thumbnail: picture(fitted(pixels, thumbnailSize), { empty, blank }),
      }));
      const ofWindows = windows.map(({ id, name }): SystemSource => ({
        id,
        name,
        display_id: '',
        thumbnail: picture(thumbnailSize),
      }));
      return [
        ...(types.includes('screen') ? ofScreens : []),
        ...(types.includes('window') ? ofWindows : []),
      ];
    },
    displays: () => screens,
    isAllowed: () => true,
    windowsKnown: true,
    stepAside: async () => {
      steps.push('aside');
      return () => void steps.push('back');
    },
    ...rest,
  };
  return { system, asked, steps };
}
