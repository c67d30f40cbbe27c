import { Popover as Base } from '@base-ui/react/popover';
import { type ReactElement, type ReactNode, useRef } from 'react';
import { cx } from './cx';

export interface PopoverProps {
  readonly trigger: ReactElement;
  /** Accessible name of the popup; shown when `showTitle`. */
  readonly title: string;
  readonly showTitle?: boolean;
  readonly children: ReactNode;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly align?: 'start' | 'center' | 'end';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly className?: string;
}

export function Popover(props: PopoverProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Trigger render={props.trigger} />
      <Base.Portal>
        <Base.Positioner
          side={props.side ?? 'bottom'}
          align={props.align ?? 'start'}
          sideOffset={6}
          collisionPadding={12}
          className="z-40"
        >
          <Base.Popup
            ref={popup}
            // Something to read starts at its top, not at the first link in it.
            initialFocus={props.showTitle === true ? popup : undefined}
            className={cx(
              'max-h-[var(--available-height)] max-w-[var(--available-width)] overflow-auto rounded-xl border border-line bg-raised p-4 text-ink shadow-pop outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0',
              props.className,
            )}
          >
            <Base.Title
              className={props.showTitle === true ? 'mb-2 text-base font-semibold' : 'sr-only'}
            >
              {props.title}
            </Base.Title>
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
