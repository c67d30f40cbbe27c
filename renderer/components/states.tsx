import { CircleAlert, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';

export interface EmptyStateProps {
  readonly icon?: ReactNode;
  readonly title: string;
  /** What to do now. */
  readonly body: ReactNode;
  readonly action?: ReactNode;
}

export function EmptyState({ icon, title, body, action }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-40 flex-col items-center justify-center gap-2 p-6 text-center">
      {icon !== undefined && <div className="text-ink-3">{icon}</div>}
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="max-w-md text-ink-2">{body}</div>
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  /** What happened. */
  readonly title: string;
  /** What is safe and what to do next. */
  readonly body: ReactNode;
  readonly onRetry?: () => void;
}

export function ErrorState({ title, body, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="flex h-full min-h-40 flex-col items-center justify-center gap-2 p-6 text-center"
    >
      <CircleAlert size={24} className="text-bad" aria-hidden />
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="max-w-md text-ink-2">{body}</div>
      {onRetry !== undefined && (
        <Button className="mt-2" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </div>
  );
}

/** Below this a wait is not worth a flicker. */
const SPINNER_DELAY_MS = 400;

/** Nothing for the first 400 ms, then a spinner that says what it waits for. */
export function DelayedSpinner({ label }: { readonly label: string }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SPINNER_DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div role="status" className="flex items-center justify-center gap-2 p-4 text-ink-3">
      <LoaderCircle size={16} className="animate-spin" aria-hidden />
      {label}
    </div>
  );
}
