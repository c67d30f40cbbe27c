import type { Rect, Size } from '@shared/capture/geometry';

/** A picture as the system gives it (Electron's NativeImage). */
export interface SystemPicture {
  isEmpty(): boolean;
  getSize(): Size;
  /** Four bytes a pixel. */
  toBitmap(): Uint8Array;
  toDataURL(): string;
  toJPEG(quality: number): Buffer;
  crop(pixels: Rect): SystemPicture;
}

export interface SystemSource {
  readonly id: string;
  readonly name: string;
  /** Of a screen: which display; empty where the system does not say. */
  readonly display_id: string;
  readonly thumbnail: SystemPicture;
}

export interface Display {
  readonly id: string;
  /** Device-independent pixels; negative to the left of and above the main screen. */
  readonly bounds: Rect;
  readonly scaleFactor: number;
}

/** The system's part of taking screenshots. */
export interface System {
  /** Electron's desktopCapturer, without the app's own windows. */
  readonly sources: (options: {
    readonly types: ('screen' | 'window')[];
    /** A source is scaled until it fits, up as well as down; 0 by 0 = no pictures. */
    readonly thumbnailSize: Size;
  }) => Promise<readonly SystemSource[]>;
  readonly displays: () => readonly Display[];
  /** False = the system does not let the app see the screen (macOS asks the person). */
  readonly isAllowed: () => boolean;
  /** False = the system tells no windows of other programs (Wayland). */
  readonly windowsKnown: boolean;
  /** Takes the app's own windows out of the picture; the result brings them back. */
  readonly stepAside: () => Promise<() => void>;
}
