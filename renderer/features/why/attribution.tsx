import { AttributionLines } from '../../components/attribution-lines';
import { useCatalogStore } from './catalog-store';

/** The lines that the sources ask for wherever their figures, or what was made of them, are shown. */
export function Attribution() {
  const lines = useCatalogStore((state) => state.attribution);
  if (lines.length === 0) return null;
  return (
    <div className="mt-2">
      <AttributionLines lines={lines} />
    </div>
  );
}
