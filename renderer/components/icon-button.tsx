import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { Tooltip } from './tooltip';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly size?: 'sm' | 'md';
  /** Shown as pressed (and said so) when given. */
  readonly pressed?: boolean;
  readonly tooltipSide?: 'top' | 'right' | 'bottom' | 'left';
}

export function IconButton({
  label,
  icon,
  size = 'md',
  pressed,
  tooltipSide = 'top',
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={label} side={tooltipSide}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md text-ink-2 transition-colors enabled:hover:bg-hover enabled:hover:text-ink disabled:opacity-50 data-popup-open:bg-hover',
          size === 'sm' ? 'size-6' : 'size-8',
          pressed === true && 'bg-accent-soft text-accent-ink',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
