import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from './cx';

export interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: ReactNode;
}

/** A text of several lines with its label above. */
export function TextArea(props: TextAreaProps) {
  const { label, value, onChange, description, className, ...rest } = props;
  const id = useId();
  return (
    <div className={cx('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className="text-sm text-ink-2">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        rows={3}
        aria-describedby={description === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="w-full resize-y rounded-md border border-line bg-surface px-2.5 py-1.5 text-ink"
        {...rest}
      />
      {description !== undefined && (
        <p id={`${id}-hint`} className="text-sm text-ink-3">
          {description}
        </p>
      )}
    </div>
  );
}
