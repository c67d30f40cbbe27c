import { useCatalogStore } from './catalog-store';

/** The lines that the sources ask for wherever their figures, or what was made of them, are shown. */
export function AttributionLines() {
  const lines = useCatalogStore((state) => state.attribution);
  if (lines.length === 0) return null;
  return (
    <ul className="mt-2 text-xs text-ink-3">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
