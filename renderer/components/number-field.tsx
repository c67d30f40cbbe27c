import { NumberField as Base } from '@base-ui/react/number-field';
import { Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx';

export interface NumberFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  /** Called when the value is settled: blur, Enter or a step. */
  readonly onCommit?: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly format?: Intl.NumberFormatOptions;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  /** Behind the label, e.g. a lock. */
  readonly labelSuffix?: ReactNode;
  readonly className?: string;
}

const STEPPER =
  'flex h-full w-7 items-center justify-center text-ink-3 hover:not-data-disabled:bg-hover hover:not-data-disabled:text-ink data-disabled:opacity-50';

export function NumberField(props: NumberFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Base.Root
      id={id}
      value={props.value}
      onValueChange={props.onChange}
      onValueCommitted={props.onCommit}
      min={props.min}
      max={props.max}
      step={props.step ?? 1}
      format={props.format}
      disabled={props.disabled}
      className={cx('flex min-w-0 flex-col gap-1', props.className)}
    >
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="text-sm text-ink-2">
          {props.label}
        </label>
        {props.labelSuffix}
      </div>
      <Base.Group className="flex h-8 overflow-hidden rounded-md border border-line bg-surface has-[input:focus-visible]:outline-2 has-[input:focus-visible]:outline-offset-1 has-[input:focus-visible]:outline-accent">
        <Base.Decrement
          className={STEPPER}
          aria-label={t('common.decrease', { label: props.label })}
        >
          <Minus size={12} />
        </Base.Decrement>
        <Base.Input
          onKeyDown={settleOnEnter}
          placeholder={props.placeholder}
          className="w-full min-w-0 bg-transparent text-center tabular-nums outline-none"
        />
        <Base.Increment
          className={STEPPER}
          aria-label={t('common.increase', { label: props.label })}
        >
          <Plus size={12} />
        </Base.Increment>
      </Base.Group>
    </Base.Root>
  );
}

/** The primitive settles what was typed only on leaving: without this, Enter leaves 95 where 30 is the most. */
function settleOnEnter({ key, currentTarget }: KeyboardEvent<HTMLInputElement>): void {
  if (key !== 'Enter') return;
  currentTarget.blur();
  currentTarget.focus();
}
