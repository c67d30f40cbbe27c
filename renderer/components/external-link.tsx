import { ExternalLink as Icon } from 'lucide-react';
import type { ReactNode } from 'react';
import { api } from '../app/api';
import { cx } from './cx';
import { toastError } from './toaster';

/** Opens a page in the browser; main checks the address first. */
export async function openExternal(url: string): Promise<void> {
  const result = await api().app.openExternal({ url });
  if (!result.ok) toastError(result.error);
}

export interface ExternalLinkProps {
  readonly url: string;
  readonly children: ReactNode;
  readonly title?: string;
  readonly className?: string;
  /** -1 where the same link can be reached by keyboard elsewhere. */
  readonly tabIndex?: number;
  readonly icon?: boolean;
}

/** A link out of the app. A button, since the page itself never navigates. */
export function ExternalLink({
  url,
  children,
  title,
  className,
  tabIndex,
  icon,
}: ExternalLinkProps) {
  return (
    <button
      type="button"
      role="link"
      title={title ?? url}
      tabIndex={tabIndex}
      className={cx('min-w-0 rounded-sm text-left text-accent-ink underline', className)}
      onClick={(event) => {
        event.stopPropagation();
        void openExternal(url);
      }}
    >
      {children}
      {icon === true && <Icon size={12} aria-hidden className="ml-1 inline align-baseline" />}
    </button>
  );
}
