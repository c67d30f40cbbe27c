import { type ReactNode, useState } from 'react';
import { NumberField } from '../../components/number-field';

/** A field with one line that says what it does. */
export function Setting({
  hint,
  children,
}: {
  readonly hint: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      {children}
      <p className="mt-1 text-sm text-ink-3">{hint}</p>
    </div>
  );
}

export interface NumberSettingProps {
  readonly label: string;
  readonly hint: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly onChange: (value: number) => void;
  /** An emptied field means something; else it takes back the value it had. */
  readonly onEmpty?: () => void;
}

export function NumberSetting(props: NumberSettingProps) {
  const { label, hint, value, min, max, step, placeholder, disabled, onChange, onEmpty } = props;
  // While it is typed the field may be empty; what is kept stays a number.
  const [typed, setTyped] = useState<number | null>(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setTyped(value);
  }
  const settle = (next: number | null): void => {
    if (next !== null) onChange(next);
    else if (onEmpty !== undefined) onEmpty();
    else setTyped(value);
  };
  return (
    <Setting hint={hint}>
      <NumberField
        label={label}
        value={typed}
        min={min}
        max={max}
        step={step}
        placeholder={placeholder}
        disabled={disabled}
        format={{ maximumFractionDigits: 4 }}
        onChange={setTyped}
        onCommit={settle}
      />
    </Setting>
  );
}
