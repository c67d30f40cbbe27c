import type { KeyboardEvent } from 'react';
import { clamp } from './timeline-geometry';

export interface BrushHandleProps {
  readonly label: string;
  readonly hintId: string;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The value in words. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

/** One end of the brush, by keyboard: arrows move by a bar, with Shift by seven. */
export function BrushHandle(props: BrushHandleProps) {
  const { x, top, bottom, value, min, max } = props;
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.shiftKey ? 7 : 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: value - step,
      ArrowDown: value - step,
      ArrowRight: value + step,
      ArrowUp: value + step,
      Home: min,
      End: max,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const moved = clamp(next, min, max);
    if (moved !== value) props.onChange(moved);
  };
  return (
    <g
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-describedby={props.hintId}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={props.text}
      onKeyDown={onKeyDown}
      className="group cursor-ew-resize outline-none"
    >
      <line x1={x} x2={x} y1={top} y2={bottom} stroke="var(--accent)" strokeWidth={1.5} />
      <rect
        x={x - 4}
        y={(top + bottom) / 2 - 10}
        width={8}
        height={20}
        rx={3}
        fill="var(--surface)"
        stroke="var(--accent)"
        strokeWidth={1.5}
        className="group-focus-visible:fill-[var(--focus)] group-focus-visible:stroke-[var(--focus)]"
      />
    </g>
  );
}
