import { displayPixels, type Size } from '@shared/capture/geometry';
import { type PrivateApp, privateAppOf } from '@shared/capture/private-apps';
import type { Capture, CaptureSources } from '@shared/ipc/capture';
import { IpcFailure } from '../ipc/failure';
import { isBlank } from './blank';
import type { Display, System, SystemPicture, SystemSource } from './system-types';

const THUMBNAIL: Size = { width: 320, height: 200 };
const NO_PICTURE: Size = { width: 0, height: 0 };

/** One screen as it was at one moment. */
export interface FrozenScreen {
  readonly name: string;
  readonly display: Display;
  readonly picture: SystemPicture;
}

/** What the privacy list says of a picture. */
export type Privacy = Pick<Capture, 'localOnly' | 'privateApps' | 'windowsKnown'>;

export interface Frozen {
  readonly screens: readonly FrozenScreen[];
  readonly privacy: Privacy;
}

export interface Screenshots {
  /** Every screen and every window but the app's own. @throws IpcFailure capture_denied, capture_failed */
  sources(): Promise<CaptureSources>;
  /**
   * Nothing is kept: the picture is in the answer alone.
   * @throws IpcFailure private_window, capture_blank, capture_denied, capture_failed
   */
  take(id: string): Promise<Capture>;
  /** All screens at once, in their own pixels. @throws IpcFailure as `take` */
  freeze(): Promise<Frozen>;
}

/** Captures of screens and windows, at the person's own request only. */
export function createScreenshots(
  system: System,
  privateApps: () => readonly PrivateApp[],
): Screenshots {
  const { windowsKnown } = system;

  async function look(
    types: ('screen' | 'window')[],
    thumbnailSize: Size,
  ): Promise<readonly SystemSource[]> {
    if (!system.isAllowed()) {
      throw new IpcFailure('capture_denied', 'The system does not allow screenshots.');
    }
    try {
      return await system.sources({ types, thumbnailSize });
    } catch (cause) {
      throw failed({ cause });
    }
  }

  /** Of a screen: what may be on it. It is not told where windows are, so an open one counts. */
  async function privacyOfScreen(): Promise<Privacy> {
    if (!windowsKnown) return { localOnly: false, privateApps: [], windowsKnown };
    const windows = await look(['window'], NO_PICTURE);
    const list = privateApps();
    const open = windows.flatMap(({ name }) => privateAppOf(name, list)?.name ?? []);
    const names = [...new Set(open)];
    return { localOnly: names.length > 0, privateApps: names, windowsKnown };
  }

  function privacyOfWindow(title: string): Privacy {
    const app = privateAppOf(title, privateApps());
    if (app?.mode === 'never') {
      throw new IpcFailure('private_window', `${app.name} is on your list of private apps.`);
    }
    return { localOnly: app !== null, privateApps: app === null ? [] : [app.name], windowsKnown };
  }

  /** The screens with their displays; pictures of those whose pixels are `thumbnailSize`. */
  async function screensAt(thumbnailSize: Size) {
    const found = await look(['screen'], thumbnailSize);
    return withDisplays(found, system.displays());
  }

  async function takeScreen(id: string): Promise<Capture> {
    const comeBack = await system.stepAside();
    try {
      const displays = system.displays();
      // Whose size is asked for is only known of a display; with one there is no question.
      const screens = displays.length > 1 ? await screensAt(NO_PICTURE) : [];
      const known = screens.find(({ source }) => source.id === id)?.display;
      const size = known === undefined ? largest(displays) : pixelsOf(known);
      const found = (await screensAt(size)).find(({ source }) => source.id === id);
      const picture = usable(found?.source.thumbnail);
      return captureOf(picture, found?.name ?? '', await privacyOfScreen());
    } finally {
      comeBack();
    }
  }

  return {
    async sources() {
      const list = privateApps();
      const found = await look(['screen', 'window'], THUMBNAIL);
      const screens = withDisplays(found.filter(isScreen), system.displays());
      return {
        windowsKnown,
        sources: found.map((source) => {
          const { id, name, thumbnail } = source;
          if (isScreen(source)) {
            const screen = screens.find((one) => one.source.id === id);
            const size = screen?.display === undefined ? null : pixelsOf(screen.display);
            return {
              id,
              kind: 'screen',
              name: screen?.name ?? name,
              size,
              thumbnail: thumbnail.toDataURL(),
              privacy: null,
            };
          }
          const privacy = privateAppOf(name, list)?.mode ?? null;
          // What may not be captured is not shown in small either.
          const shown = privacy === 'never' ? '' : thumbnail.toDataURL();
          return { id, kind: 'window', name, size: null, thumbnail: shown, privacy };
        }),
      };
    },

    async take(id) {
      if (id.startsWith('screen:')) return takeScreen(id);
      // The system does not tell how large a window is: it is given as large as fits on a screen.
      const all = await look(['window'], largest(system.displays()));
      const found = all.find((source) => source.id === id);
      if (found === undefined) throw failed();
      const privacy = privacyOfWindow(found.name);
      return captureOf(usable(found.thumbnail), found.name, privacy);
    },

    async freeze() {
      const displays = system.displays();
      const sizes = distinct(displays.map(pixelsOf));
      const screens: FrozenScreen[] = [];
      // One after the other: each look is of all screens, and only those of its size are sharp.
      for (const size of sizes) {
        for (const { source, name, display } of await screensAt(size)) {
          if (display === undefined || !isSameSize(pixelsOf(display), size)) continue;
          if (source.thumbnail.isEmpty()) continue;
          screens.push({ name, display, picture: source.thumbnail });
        }
      }
      const privacy = await privacyOfScreen();
      if (screens.length === 0) throw failed();
      if (screens.every(({ picture }) => isBlank(picture.toBitmap()))) throw blank();
      return { screens, privacy };
    },
  };
}

/** A picture with what was found of it. */
export function captureOf(picture: SystemPicture, title: string, privacy: Privacy): Capture {
  return { image: picture.toDataURL(), ...picture.getSize(), title, ...privacy };
}

/**
 * The screens by number, each with the display that it is of; undefined where the system does not say
 * and there are several.
 */
function withDisplays(
  sources: readonly SystemSource[],
  displays: readonly Display[],
): readonly {
  readonly source: SystemSource;
  readonly name: string;
  readonly display: Display | undefined;
}[] {
  const [only] = displays;
  const isOne = displays.length === 1 && sources.length === 1;
  return sources.map((source, index) => ({
    source,
    name: `Screen ${index + 1}`,
    display: displays.find(({ id }) => id === source.display_id) ?? (isOne ? only : undefined),
  }));
}

function isScreen({ id }: SystemSource): boolean {
  return id.startsWith('screen:');
}

function pixelsOf({ bounds, scaleFactor }: Display): Size {
  return displayPixels(bounds, scaleFactor);
}

/** As large as the largest display in each direction: every picture keeps its proportions inside. */
function largest(displays: readonly Display[]): Size {
  const sizes = displays.map(pixelsOf);
  return {
    width: Math.max(1, ...sizes.map(({ width }) => width)),
    height: Math.max(1, ...sizes.map(({ height }) => height)),
  };
}

function distinct(sizes: readonly Size[]): readonly Size[] {
  return sizes.filter((size, at) => sizes.findIndex((one) => isSameSize(one, size)) === at);
}

function isSameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}

function usable(picture: SystemPicture | undefined): SystemPicture {
  if (picture === undefined || picture.isEmpty()) throw failed();
  if (isBlank(picture.toBitmap())) throw blank();
  return picture;
}

function failed(options?: ErrorOptions): IpcFailure {
  return new IpcFailure('capture_failed', 'The system gave no picture of it.', options);
}

function blank(): IpcFailure {
  return new IpcFailure('capture_blank', 'The picture is of one colour: there is nothing on it.');
}
