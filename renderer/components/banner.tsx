import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx';
import { IconButton } from './icon-button';

export type BannerTone = 'info' | 'warning' | 'error';

const LOOK = {
  info: { icon: Info, box: 'bg-accent-soft text-accent-ink' },
  warning: { icon: TriangleAlert, box: 'bg-warn-soft text-warn' },
  error: { icon: CircleAlert, box: 'bg-bad-soft text-bad' },
} as const;

export interface BannerProps {
  readonly tone: BannerTone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
  readonly className?: string;
}

/** Something to know now, in the flow of the page. Announced politely, errors at once. */
export function Banner({ tone, title, children, actions, onDismiss, className }: BannerProps) {
  const { t } = useTranslation();
  const { icon: Icon, box } = LOOK[tone];
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      className={cx('flex items-start gap-3 rounded-lg px-3 py-2', box, className)}
    >
      <Icon size={16} className="mt-0.5 shrink-0" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="text-sm text-ink-2">{children}</div>}
      </div>
      {actions}
      {onDismiss !== undefined && (
        <IconButton
          label={t('common.dismiss')}
          icon={<X size={14} />}
          size="sm"
          onClick={onDismiss}
        />
      )}
    </div>
  );
}
