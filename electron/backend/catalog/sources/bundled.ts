import { withBuiltIn } from '../built-in';
import bundled from '../bundled.json' with { type: 'json' };
import { type CatalogFile, catalogFileSchema } from '../schema';
import { snapshotOf } from '../snapshot';
import type { CatalogSource } from '../source';

let parsed: CatalogFile | null = null;

/** The catalog that ships with the app, validated on first use. */
export function bundledCatalog(): CatalogFile {
  parsed ??= catalogFileSchema.parse(withBuiltIn(catalogFileSchema.parse(bundled)));
  return parsed;
}

/** The source of last resort: always there, never newer than the app. */
export function bundledSource(): CatalogSource {
  const id = 'bundled';
  const kind = 'bundled';
  return {
    id,
    kind,
    name: 'Catalog that ships with the app',
    licence: 'per figure, see the sources',
    attribution: bundled.attribution,
    load: async () => snapshotOf(bundledCatalog(), { kind, id }),
  };
}
