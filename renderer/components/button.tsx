import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';
export type ButtonSize = 'sm' | 'md';

const BASE =
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap select-none transition-colors disabled:opacity-50';
const VARIANTS: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent enabled:hover:bg-accent-hover',
  secondary: 'border border-line bg-surface text-ink enabled:hover:bg-hover',
  ghost: 'text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink data-popup-open:bg-hover',
  danger: 'bg-bad text-on-bad enabled:hover:opacity-90',
};
const SIZES: Record<ButtonSize, string> = {
  sm: 'h-6 px-2 text-sm',
  md: 'h-8 px-3 text-base',
};

export interface ButtonProps extends ComponentProps<'button'> {
  readonly variant?: ButtonVariant;
  readonly size?: ButtonSize;
  readonly icon?: ReactNode;
}

/** A labelled action. Passes every other prop on, so it can be the `render` of a Base UI trigger. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button type={type} className={cx(BASE, VARIANTS[variant], SIZES[size], className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}
