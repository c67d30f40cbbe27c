import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button';
import { cx } from './cx';
import { IconButton } from './icon-button';

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, right-aligned at the bottom. */
  readonly footer?: ReactNode;
  readonly width?: 'sm' | 'md' | 'lg';
  /** False = a press beside it does not close it: something in it would be lost. */
  readonly dismissible?: boolean;
  readonly initialFocus?: RefObject<HTMLElement | null>;
}

const WIDTHS = { sm: 'w-96', md: 'w-[520px]', lg: 'w-[840px]' } as const;

export function Dialog(props: DialogProps) {
  const { t } = useTranslation();
  const { open, onOpenChange, title, description, children, footer, width = 'md' } = props;
  return (
    <Base.Root
      open={open}
      onOpenChange={onOpenChange}
      disablePointerDismissal={props.dismissible === false}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          initialFocus={props.initialFocus}
          className={cx(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100vh-48px)] max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-xl border border-line bg-raised text-ink shadow-pop transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0',
            WIDTHS[width],
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>
              )}
            </div>
            <Base.Close
              render={<IconButton label={t('common.close')} icon={<X size={16} />} size="sm" />}
            />
          </header>
          {children !== undefined && (
            <div className="min-h-0 flex-1 overflow-auto px-5 py-2">{children}</div>
          )}
          <footer className="flex justify-end gap-2 px-5 pt-2 pb-4">{footer}</footer>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  readonly description: ReactNode;
  readonly confirmLabel: string;
  /** In place of “Cancel”, where that word is what is being confirmed. */
  readonly cancelLabel?: string;
  readonly onConfirm: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={props.title}
      description={props.description}
      width="sm"
      footer={
        <>
          <Button onClick={() => props.onOpenChange(false)}>
            {props.cancelLabel ?? t('common.cancel')}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              props.onOpenChange(false);
              props.onConfirm();
            }}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    />
  );
}
