import type { ReactNode } from 'react';
import { cx } from './cx';

export interface CardProps {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  /** Right of the title. */
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
}

export function Card({ title, description, actions, className, children }: CardProps) {
  return (
    <section className={cx('min-w-0 rounded-xl border border-line bg-surface p-4', className)}>
      {(title !== undefined || actions !== undefined) && (
        <header className="mb-3 flex items-start gap-3">
          <div className="min-w-0 flex-1">
            <h2 className="text-base font-semibold">{title}</h2>
            {description !== undefined && <p className="text-sm text-ink-3">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
