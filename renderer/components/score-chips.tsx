import { formatPlainScore } from './format';

export interface ScoreChipsProps {
  /** By model id. */
  readonly scores: Readonly<Record<string, number>>;
  readonly nameOf: (id: string) => string;
  /** Ringed and said: the model that is or would be asked. */
  readonly served?: string | null;
  readonly servedText?: string;
}

/** A score per model, best first; equal ones by name. */
export function ScoreChips({ scores, nameOf, served, servedText }: ScoreChipsProps) {
  const rows = Object.entries(scores).sort(
    (a, b) => b[1] - a[1] || nameOf(a[0]).localeCompare(nameOf(b[0])),
  );
  return (
    <ul className="flex min-w-0 flex-wrap gap-1">
      {rows.map(([model, score]) => (
        <li
          key={model}
          title={model}
          data-served={model === served}
          className="inline-flex h-5 max-w-full min-w-0 items-center gap-1 rounded-sm border border-line bg-sunken px-1.5 text-xs text-ink-2 data-[served=true]:border-accent data-[served=true]:ring-1 data-[served=true]:ring-accent"
        >
          <span className="truncate">{nameOf(model)}</span>
          <span className="font-medium text-ink tabular-nums">{formatPlainScore(score)}</span>
          {model === served && servedText !== undefined && (
            <span className="text-accent-ink">{servedText}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
