import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cx } from './cx';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface SelectProps<T extends string> {
  readonly label: string;
  /** Shows the label above the field; otherwise it is only the accessible name. */
  readonly showLabel?: boolean;
  readonly options: readonly SelectOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
  /** Id of a text that says more. */
  readonly describedBy?: string;
  readonly className?: string;
}

export function Select<T extends string>(props: SelectProps<T>) {
  const { label, options, value, onChange, disabled, className } = props;
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <div className={cx('flex min-w-0 flex-col gap-1', className)}>
        <Base.Label className={props.showLabel === true ? 'text-sm text-ink-2' : 'sr-only'}>
          {label}
        </Base.Label>
        <Base.Trigger
          aria-describedby={props.describedBy}
          className="flex h-8 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-line bg-surface px-2.5 text-ink hover:bg-hover data-disabled:opacity-50"
        >
          <Base.Value className="truncate" />
          <Base.Icon className="shrink-0 text-ink-3">
            <ChevronsUpDown size={14} />
          </Base.Icon>
        </Base.Trigger>
      </div>
      <Base.Portal>
        <Base.Positioner
          sideOffset={4}
          alignItemWithTrigger={false}
          collisionPadding={12}
          className="z-50 outline-none"
        >
          <Base.Popup className="max-h-[min(320px,var(--available-height))] min-w-[var(--anchor-width)] overflow-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-pop outline-none">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex cursor-default items-center gap-2 rounded-md py-1.5 pr-3 pl-2 outline-none select-none data-highlighted:bg-hover"
              >
                <span className="w-4 shrink-0">
                  <Base.ItemIndicator>
                    <Check size={14} />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
