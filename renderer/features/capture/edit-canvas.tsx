import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Box, boxBetween, middleBox, nudge } from './boxes';
import { drawEdited, wholeOf } from './picture';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Outlines of the boxes; the keys move the last one. Both are seen on black. */
const DRAWN = '#9ca3af';
const MOVED = '#fbbf24';

/** The picture as it will be kept; dragging or keys draw boxes, in its own pixels at any size. */
export function EditCanvas(props: {
  readonly picture: HTMLImageElement;
  readonly boxes: readonly Box[];
  readonly crop: Box | null;
  readonly onDraw: (box: Box) => void;
  readonly onChangeLast: (box: Box) => void;
  readonly onUndo: () => void;
}) {
  const { t } = useTranslation();
  const { picture, boxes, crop } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<{ readonly from: Point; readonly to: Point } | null>(null);
  const whole = wholeOf(picture);
  const shown = crop ?? whole;

  useEffect(() => {
    const { current } = canvas;
    if (current === null) return;
    drawEdited(current, picture, boxes, crop);
    const context = current.getContext('2d');
    if (context === null) return;
    const line = Math.max(2, shown.width / 500);
    const outline = (box: Box, colour: string): void => {
      context.lineWidth = line;
      context.strokeStyle = colour;
      const { width, height } = box;
      // Inside its edge, where it is black: nothing that goes on is drawn over.
      context.strokeRect(
        box.x - shown.x + line / 2,
        box.y - shown.y + line / 2,
        Math.max(0, width - line),
        Math.max(0, height - line),
      );
    };
    // Black on a dark screen is not seen otherwise. Only here: what goes on is drawn without it.
    for (const box of boxes) outline(box, box === boxes.at(-1) ? MOVED : DRAWN);
    const box = drag === null ? null : boxBetween(drag.from, drag.to, whole);
    if (box !== null) outline(box, '#ff0000');
  });

  /** Where a pointer is in the pixels of the picture. */
  const pointOf = (event: PointerEvent<HTMLCanvasElement>): Point => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    return {
      x: shown.x + ((event.clientX - left) / width) * shown.width,
      y: shown.y + ((event.clientY - top) / height) * shown.height,
    };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = boxes.at(-1);
    if (event.key === 'Enter') {
      const { width, height, x, y } = middleBox(shown);
      props.onDraw({ x: x + shown.x, y: y + shown.y, width, height });
    } else if (event.key.startsWith('Arrow') && last !== undefined) {
      props.onChangeLast(nudge(last, event.key, event.shiftKey, whole));
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      props.onUndo();
    } else return;
    event.preventDefault();
  };

  return (
    <canvas
      ref={canvas}
      role="application"
      tabIndex={0}
      aria-label={t('capture.picture')}
      className="mx-auto block max-h-[36vh] max-w-full cursor-crosshair touch-none rounded-md border border-line"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const from = pointOf(event);
        setDrag({ from, to: from });
      }}
      onPointerMove={(event) => {
        if (drag !== null) setDrag({ ...drag, to: pointOf(event) });
      }}
      onPointerUp={(event) => {
        const box = drag === null ? null : boxBetween(drag.from, pointOf(event), whole);
        setDrag(null);
        if (box !== null) props.onDraw(box);
      }}
      onPointerCancel={() => setDrag(null)}
    />
  );
}
