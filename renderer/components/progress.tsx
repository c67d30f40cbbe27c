import { cx } from './cx';

interface ProgressProps {
  /** Said to those who do not see it. */
  readonly label: string;
  /** 0..1; null = nobody knows how long it takes. */
  readonly share: number | null;
  readonly className?: string;
}

/** How far a long work is. Chromium's own bar is grey in every theme and taller than a line. */
export function Progress({ label, share, className }: ProgressProps) {
  return (
    <progress
      aria-label={label}
      {...(share === null ? {} : { max: 1, value: share })}
      className={cx(
        'block h-1.5 w-full appearance-none overflow-hidden rounded-full',
        '[&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent',
        share === null
          ? // Neither end is filled: without motion too it is no bar that is full.
            'animate-pulse bg-linear-to-r from-line via-accent to-line'
          : 'bg-line',
        className,
      )}
    />
  );
}
