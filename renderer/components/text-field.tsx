import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx';

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: ReactNode;
  /** What is wrong with the value; said and tied to the field. */
  readonly error?: string | null;
  readonly icon?: ReactNode;
}

export function TextField(props: TextFieldProps) {
  const { label, hideLabel, value, onChange, description, error, icon, className, ...rest } = props;
  const id = useId();
  const hasError = error !== undefined && error !== null;
  const described = hasError ? `${id}-error` : description !== undefined ? `${id}-hint` : undefined;
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel === true ? 'sr-only' : 'text-sm text-ink-2'}>
        {label}
      </label>
      <div className="relative">
        {icon !== undefined && (
          <span className="pointer-events-none absolute inset-y-0 left-2 flex items-center text-ink-3">
            {icon}
          </span>
        )}
        <input
          id={id}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          aria-invalid={hasError}
          aria-describedby={described}
          autoComplete="off"
          spellCheck={false}
          className={cx(
            'h-8 w-full rounded-md border bg-surface text-ink',
            icon === undefined ? 'px-2.5' : 'pr-2.5 pl-7',
            hasError ? 'border-bad' : 'border-line',
          )}
          {...rest}
        />
      </div>
      {hasError ? (
        <p id={`${id}-error`} className="text-sm text-bad">
          {error}
        </p>
      ) : (
        description !== undefined && (
          <p id={`${id}-hint`} className="text-sm text-ink-3">
            {description}
          </p>
        )
      )}
    </div>
  );
}
