import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { IpcError } from '@shared/ipc/result';
import { cx } from './cx';
import { errorText } from './error-text';

const manager = Toast.createToastManager();

export interface ToastInput {
  readonly title: string;
  readonly body?: string;
  readonly tone?: 'info' | 'error';
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Says something for a few seconds; with an action (Undo) it stays ten. Callable from stores. */
export function toast({ title, body, tone = 'info', action }: ToastInput): void {
  const id = manager.add({
    title,
    description: body,
    type: tone,
    priority: tone === 'error' ? 'high' : 'low',
    timeout: action === undefined && tone === 'info' ? 4000 : 10_000,
    actionProps:
      action === undefined
        ? undefined
        : {
            children: action.label,
            onClick: () => {
              manager.close(id);
              action.run();
            },
          },
  });
}

function ToastList() {
  const { t } = useTranslation();
  const { toasts } = Toast.useToastManager();
  return toasts.map((item) => (
    <Toast.Root
      key={item.id}
      toast={item}
      swipeDirection="right"
      className={cx(
        'flex items-center gap-3 rounded-lg border bg-raised py-2 pr-2 pl-3 text-ink shadow-pop transition-opacity duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0',
        item.type === 'error' ? 'border-bad' : 'border-line',
      )}
    >
      <Toast.Content className="min-w-0 flex-1">
        <Toast.Title className="text-base font-medium" />
        <Toast.Description className="text-sm text-ink-2" />
      </Toast.Content>
      <Toast.Action className="h-6 rounded-md px-2 text-sm font-medium text-accent-ink hover:bg-hover" />
      <Toast.Close
        aria-label={t('common.dismiss')}
        className="flex size-6 shrink-0 items-center justify-center rounded-md text-ink-3 hover:bg-hover"
      >
        <X size={14} />
      </Toast.Close>
    </Toast.Root>
  ));
}

export function Toaster() {
  return (
    <Toast.Provider toastManager={manager} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className="fixed top-18 right-4 z-50 flex w-80 flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

/** Says an error that came back over IPC. */
export function toastError(error: IpcError): void {
  if (error.code === 'cancelled') return;
  toast({ ...errorText(error.code), tone: 'error' });
}
