import { LinkedText } from './linked-text';

/** What the sources ask to be shown with their figures, as one small paragraph. */
export function AttributionLines({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <p className="text-xs text-ink-3">
      {lines.map((line) => (
        <span key={line}>
          <LinkedText text={line} />{' '}
        </span>
      ))}
    </p>
  );
}
