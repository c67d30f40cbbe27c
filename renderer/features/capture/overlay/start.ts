import {
  middleRect,
  moveRect,
  rectBetween,
  regionPixels,
  type Rect,
  type Size,
} from '@shared/capture/geometry';
import type { OverlayApi, OverlayFrame } from '@shared/ipc/overlay';
import { capture } from '../../../texts/capture';
import { placeLabel } from './place-label';

declare global {
  interface Window {
    /** Put there by the preload on this page alone. */
    readonly overlay: OverlayApi;
  }
}

const texts = capture.overlay;
/** Of an arrow key, in CSS pixels; with Alt the smaller one. */
const STEP = 16;
const FINE_STEP = 1;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The page over one screen: its frozen picture, on which a rectangle is drawn by dragging or by keys.
 * It knows neither React nor the app: it must be there at once, and it may do nothing else.
 */
export async function startOverlay(root: HTMLElement): Promise<void> {
  const api = window.overlay;
  const found = await api.frame();
  if (!found.ok) {
    void api.cancel();
    return;
  }
  const frame = found.data;
  const view = await createView(root, frame);
  let from: Point | null = null;
  let rect: Rect | null = null;

  const area = (): Size => ({ width: view.surface.clientWidth, height: view.surface.clientHeight });
  const mark = (next: Rect | null): void => {
    rect = next;
    view.show(next, area());
  };
  const take = async (): Promise<void> => {
    if (rect === null) return;
    const taken = await api.take({ rect, area: area() });
    if (!taken.ok) view.say(texts.failed);
  };

  view.surface.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    view.surface.setPointerCapture(event.pointerId);
    from = { x: event.clientX, y: event.clientY };
    mark(null);
  });
  view.surface.addEventListener('pointermove', (event) => {
    const at = { x: event.clientX, y: event.clientY };
    if (from === null) view.cross(rect === null ? at : null);
    else mark(rectBetween(from, at, area()));
  });
  view.surface.addEventListener('pointerup', (event) => {
    if (from === null) return;
    mark(rectBetween(from, { x: event.clientX, y: event.clientY }, area()));
    from = null;
    void take();
  });
  view.surface.addEventListener('pointercancel', () => {
    from = null;
    mark(null);
  });
  view.surface.addEventListener('pointerleave', () => view.cross(null));
  view.surface.addEventListener('contextmenu', () => void api.cancel());
  window.addEventListener('keydown', (event) => {
    const { key, shiftKey: resize, altKey } = event;
    if (key === 'Escape') void api.cancel();
    else if (key === 'Tab') void api.next();
    else if (key === 'Enter' && rect !== null) void take();
    else if (key === 'Enter') mark(middleRect(area()));
    else if (key.startsWith('Arrow')) {
      const step = altKey ? FINE_STEP : STEP;
      const start =
        rect === null ? middleRect(area()) : moveRect(rect, key, { step, resize }, area());
      mark(start);
    } else return;
    event.preventDefault();
  });
  view.surface.focus();
  void api.ready();
}

interface View {
  readonly surface: HTMLElement;
  /** Marks a rectangle with its size in the pixels of the screen. */
  show(rect: Rect | null, area: Size): void;
  cross(at: Point | null): void;
  say(text: string): void;
}

async function createView(root: HTMLElement, { image, size, name, screens }: OverlayFrame) {
  const picture = new Image();
  picture.src = image;
  picture.alt = '';
  await picture.decode();
  const surface = element('div', 'surface');
  surface.tabIndex = 0;
  surface.role = 'application';
  const more = screens > 1 ? ` ${texts.more}` : '';
  surface.ariaLabel = texts.picture.replace('{{screen}}', name) + more;
  const dim = element('div', 'dim');
  const mark = element('div', 'mark');
  const across = element('div', 'line across');
  const down = element('div', 'line down');
  const label = element('output', 'note');
  const hint = element('p', 'note hint');
  hint.textContent = texts.hint + more;
  surface.append(picture, dim, across, down, mark, label);
  root.append(surface, hint);
  const view: View = {
    surface,
    show(rect, area) {
      for (const part of [mark, label]) part.hidden = rect === null;
      dim.hidden = rect !== null;
      hint.hidden = rect !== null;
      if (rect === null) return;
      view.cross(null);
      place(mark, rect);
      mark.style.width = `${rect.width}px`;
      mark.style.height = `${rect.height}px`;
      // What is told is what is cut: pixels of the screen, not of this page.
      const { width, height } = regionPixels(rect, area, size) ?? size;
      label.textContent = texts.size
        .replace('{{width}}', String(width))
        .replace('{{height}}', String(height));
      place(
        label,
        placeLabel(rect, { width: label.offsetWidth, height: label.offsetHeight }, area),
      );
    },
    cross(at) {
      for (const line of [across, down]) line.hidden = at === null;
      if (at === null) return;
      across.style.top = `${at.y}px`;
      down.style.left = `${at.x}px`;
    },
    say(text) {
      hint.textContent = text;
      hint.role = 'alert';
      hint.hidden = false;
    },
  };
  view.show(null, { width: 1, height: 1 });
  view.cross(null);
  return view;
}

function element(tag: string, className: string): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function place(part: HTMLElement, { x, y }: Point): void {
  part.style.left = `${x}px`;
  part.style.top = `${y}px`;
}
