import { NumberField } from './number-field';

export interface SliderFieldProps {
  readonly label: string;
  /** Null = not set yet; the thumb then waits in the middle, faint. */
  readonly value: number | null;
  readonly onChange: (value: number) => void;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Said for the slider while the value is null. */
  readonly unsetText: string;
  readonly disabled?: boolean;
}

const TWO_PLACES = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const;

/** One number by slider and by field: the arrow keys work on both, typing on the second. */
export function SliderField(props: SliderFieldProps) {
  const { label, value, onChange, min, max, step, unsetText, disabled } = props;
  const set = (next: number): void => onChange(Math.min(max, Math.max(min, next)));
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <input
        type="range"
        aria-label={label}
        aria-valuetext={value === null ? unsetText : undefined}
        min={min}
        max={max}
        step={step}
        value={value ?? (min + max) / 2}
        disabled={disabled}
        data-unset={value === null}
        onChange={(event) => set(event.currentTarget.valueAsNumber)}
        // A thumb that already stands where it is wanted gives no change to hear of.
        onPointerUp={(event) => set(event.currentTarget.valueAsNumber)}
        className="h-8 min-w-28 flex-1 accent-accent data-[unset=true]:opacity-60"
      />
      <NumberField
        label={label}
        value={value}
        min={min}
        max={max}
        step={step}
        format={TWO_PLACES}
        disabled={disabled}
        placeholder="–"
        className="w-36"
        onChange={(next) => {
          if (next !== null) set(next);
        }}
      />
    </div>
  );
}
