import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { cx } from './cx';

export interface TabItem<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  /** Panel of the tab; when absent the caller renders it. */
  readonly panel?: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly items: readonly TabItem<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly className?: string;
}

export function Tabs<T extends string>({ label, items, value, onChange, className }: TabsProps<T>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: T) => onChange(next)}
      className={cx('min-w-0', className)}
    >
      <Base.List
        aria-label={label}
        className="inline-flex max-w-full flex-wrap gap-0.5 rounded-lg border border-line bg-sunken p-0.5"
      >
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="h-7 rounded-md border border-transparent px-3 text-base whitespace-nowrap text-ink-2 hover:text-ink data-active:border-line data-active:bg-surface data-active:font-medium data-active:text-ink"
          >
            {item.label}
          </Base.Tab>
        ))}
      </Base.List>
      {items.map(
        (item) =>
          item.panel !== undefined && (
            <Base.Panel key={item.value} value={item.value} className="mt-3">
              {item.panel}
            </Base.Panel>
          ),
      )}
    </Base.Root>
  );
}
