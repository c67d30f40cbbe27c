import type { Capture, CaptureSource } from '@shared/ipc/recall';
import { isPrivateWindow } from '@shared/recall/private-windows';
import { IpcFailure } from '../ipc/failure';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture as the system gives it. */
export interface SystemPicture {
  isEmpty(): boolean;
  getSize(): Size;
  toDataURL(): string;
}

export interface SystemSource {
  readonly id: string;
  readonly name: string;
  /** Of a screen: which one. */
  readonly display_id: string;
  readonly thumbnail: SystemPicture;
}

export interface ScreenshotDeps {
  /** Electron's desktopCapturer. */
  readonly sources: (options: {
    readonly types: ('screen' | 'window')[];
    readonly thumbnailSize: Size;
  }) => Promise<readonly SystemSource[]>;
  /** Pixels of each display, its scale factor applied. */
  readonly displays: () => readonly (Size & { readonly id: string })[];
  /** Takes the app's own window out of the picture; the result brings it back. */
  readonly stepAside: () => Promise<() => void>;
}

const THUMBNAIL: Size = { width: 320, height: 200 };

export interface Screenshots {
  /** Every screen and every window but the app's own. @throws IpcFailure capture_failed */
  sources(): Promise<readonly CaptureSource[]>;
  /** Nothing is kept: the picture is in the answer alone. @throws IpcFailure private_window, capture_failed */
  capture(id: string): Promise<Capture>;
}

/** Captures of screens and windows, at the person's own request only. */
export function createScreenshots({ sources, displays, stepAside }: ScreenshotDeps): Screenshots {
  const look = async (thumbnailSize: Size): Promise<readonly SystemSource[]> => {
    try {
      return await sources({ types: ['screen', 'window'], thumbnailSize });
    } catch (cause) {
      throw failed({ cause });
    }
  };

  return {
    async sources() {
      const found = await look(THUMBNAIL);
      return found.map(({ id, name, thumbnail }) => {
        const kind = kindOf(id);
        const isPrivate = kind === 'window' && isPrivateWindow(name);
        // What may not be captured is not shown in small either.
        return { id, kind, name, isPrivate, thumbnail: isPrivate ? '' : thumbnail.toDataURL() };
      });
    },

    async capture(id) {
      const isScreen = kindOf(id) === 'screen';
      const comeBack = isScreen ? await stepAside() : () => undefined;
      try {
        // As large as the largest display: every picture keeps its own proportions inside.
        const sizes = displays();
        const all = await look({
          width: Math.max(...sizes.map(({ width }) => width)),
          height: Math.max(...sizes.map(({ height }) => height)),
        });
        const found = all.find((source) => source.id === id);
        if (found === undefined) throw failed();
        if (!isScreen && isPrivateWindow(found.name)) {
          throw new IpcFailure('private_window', 'Windows of password managers are not captured.');
        }
        if (found.thumbnail.isEmpty()) throw failed();
        return {
          image: found.thumbnail.toDataURL(),
          ...found.thumbnail.getSize(),
          title: found.name,
          privateNearby:
            isScreen && all.some((one) => kindOf(one.id) === 'window' && isPrivateWindow(one.name)),
        };
      } finally {
        comeBack();
      }
    },
  };
}

function kindOf(id: string): 'screen' | 'window' {
  return id.startsWith('screen:') ? 'screen' : 'window';
}

function failed(options?: ErrorOptions): IpcFailure {
  return new IpcFailure('capture_failed', 'The system gave no picture of it.', options);
}
