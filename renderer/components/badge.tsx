import type { ReactNode } from 'react';
import { cx } from './cx';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

const TONES: Record<Tone, string> = {
  neutral: 'border-line bg-sunken text-ink-2',
  accent: 'border-transparent bg-accent-soft text-accent-ink',
  good: 'border-transparent bg-good-soft text-good',
  warn: 'border-transparent bg-warn-soft text-warn',
  bad: 'border-transparent bg-bad-soft text-bad',
};

export interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  /** Gives way when there is no room, with an ellipsis. */
  readonly cut?: boolean;
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', icon, cut, children }: BadgeProps) {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap',
        cut === true ? 'min-w-0 shrink-[1000]' : 'shrink-0',
        TONES[tone],
      )}
    >
      {icon}
      {cut === true ? <span className="truncate">{children}</span> : children}
    </span>
  );
}
