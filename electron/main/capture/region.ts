import { regionPixels, type Rect, type Size } from '@shared/capture/geometry';
import type { Capture } from '@shared/ipc/capture';
import type { OverlayFrame } from '@shared/ipc/overlay';
import type { Clock } from '../clock';
import { IpcFailure } from '../ipc/failure';
import { captureOf, type Frozen, type FrozenScreen } from './screenshots';
import type { Display } from './system-types';

/** A window over one whole display, not shown before it is asked to. */
export interface Overlay {
  /** By which its page is known. */
  readonly id: number;
  show(): void;
  focus(): void;
  close(): void;
}

export interface OverlayHost {
  /** `onGone`: it was closed, or its page failed; not after `close`. */
  open(display: Display, onGone: () => void): Overlay;
  /** The display that the pointer is on. */
  pointedAt(): string;
  /** Tells of displays that are unplugged; call what is returned to stop. */
  onUnplugged(listener: (displayId: string) => void): () => void;
}

export interface RegionDeps {
  readonly freeze: () => Promise<Frozen>;
  readonly host: OverlayHost;
  readonly clock: Clock;
}

/** What the pages of overlays may ask, each of itself; `invalid_arguments` of a page that is none. */
export interface OverlayRequestsOf {
  frame(id: number): OverlayFrame;
  ready(id: number): void;
  take(id: number, drawn: { readonly rect: Rect; readonly area: Size }): void;
  cancel(id: number): void;
  next(id: number): void;
}

export interface Region {
  /**
   * Freezes the screens, lets the person draw a rectangle on one, and cuts it out of its picture.
   * @throws IpcFailure cancelled, capture_busy, or as `freeze`
   */
  draw(): Promise<Capture>;
  /** Brings a drawing that is under way to the front; false = there is none. */
  focus(): boolean;
  readonly overlays: OverlayRequestsOf;
  /** Ends a drawing that is under way. */
  stop(): void;
}

/** A page that has not shown its picture by then never will. */
const SHOW_MS = 10_000;
/** Of the picture that is drawn on; the one that is cut is the system's own. */
const FRAME_QUALITY = 92;

interface Drawing {
  readonly open: Map<number, { readonly overlay: Overlay; readonly screen: FrozenScreen }>;
  readonly frozen: Frozen;
  /** A page shows its picture: they are waited for no more. */
  readonly shown: () => void;
  /** Ends it with a capture or a failure; the second time is without effect. */
  readonly end: (result: Capture | IpcFailure) => void;
}

export function createRegion({ freeze, host, clock }: RegionDeps): Region {
  let busy = false;
  let drawing: Drawing | null = null;

  function at(id: number) {
    const found = drawing?.open.get(id);
    if (drawing === null || found === undefined) {
      throw new IpcFailure('invalid_arguments', 'This screen is not being drawn on.');
    }
    return { ...found, drawing };
  }

  function leave(id: number): void {
    drawing?.open.delete(id);
    if (drawing?.open.size === 0) drawing.end(cancelled());
  }

  function start(frozen: Frozen): Promise<Capture> {
    return new Promise((resolve, reject) => {
      const open: Drawing['open'] = new Map();
      const stopWaiting = clock.after(SHOW_MS, () =>
        end(new IpcFailure('capture_failed', 'The screens could not be shown.')),
      );
      const stopWatching = host.onUnplugged((displayId) => {
        for (const [id, { overlay, screen }] of open) {
          if (screen.display.id !== displayId) continue;
          overlay.close();
          leave(id);
        }
      });
      const end: Drawing['end'] = (result) => {
        drawing = null;
        stopWaiting();
        stopWatching();
        for (const { overlay } of open.values()) overlay.close();
        open.clear();
        if (result instanceof IpcFailure) reject(result);
        else resolve(result);
      };
      drawing = { open, frozen, shown: stopWaiting, end };
      for (const screen of frozen.screens) {
        const overlay = host.open(screen.display, () => leave(overlay.id));
        open.set(overlay.id, { overlay, screen });
      }
    });
  }

  return {
    async draw() {
      if (busy) throw new IpcFailure('capture_busy', 'A region is being drawn already.');
      busy = true;
      try {
        return await start(await freeze());
      } finally {
        busy = false;
      }
    },
    focus() {
      const [first] = drawing?.open.values() ?? [];
      first?.overlay.focus();
      return busy;
    },
    overlays: {
      frame(id) {
        const { screen, drawing: current } = at(id);
        const jpeg = screen.picture.toJPEG(FRAME_QUALITY).toString('base64');
        return {
          image: `data:image/jpeg;base64,${jpeg}`,
          size: screen.picture.getSize(),
          name: screen.name,
          screens: current.open.size,
        };
      },
      ready(id) {
        const { overlay, screen, drawing: current } = at(id);
        current.shown();
        overlay.show();
        if (screen.display.id === host.pointedAt()) overlay.focus();
      },
      take(id, { rect, area }) {
        const { screen, drawing: current } = at(id);
        const pixels = regionPixels(rect, area, screen.picture.getSize());
        if (pixels === null) throw new IpcFailure('invalid_arguments', 'Nothing is marked.');
        const title = `Region of ${screen.name}`;
        current.end(captureOf(screen.picture.crop(pixels), title, current.frozen.privacy));
      },
      cancel: (id) => at(id).drawing.end(cancelled()),
      next(id) {
        const { open } = at(id).drawing;
        const ids = [...open.keys()];
        const next = ids[(ids.indexOf(id) + 1) % ids.length];
        if (next !== undefined) open.get(next)?.overlay.focus();
      },
    },
    stop: () => drawing?.end(cancelled()),
  };
}

function cancelled(): IpcFailure {
  return new IpcFailure('cancelled', 'No region was taken.');
}
