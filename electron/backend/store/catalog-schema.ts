import type { Generated } from 'kysely';
import type { TaskName } from '@shared/routing/tasks';

export interface CatalogEditsTable {
  model: string;
  /** JSON of a ModelEditRequest (shared/api/models.ts). */
  doc: string;
  updated_at: number;
}

export interface CatalogSourcesTable {
  id: string;
  enabled: number;
  /** Null = the usual one (0006). */
  base_url: string | null;
  updated_at: number;
}

export interface CatalogPricesTable {
  id: Generated<number>;
  model: string;
  rate: string;
  /** US dollars in the unit of the rate, as the source gives it; not money that was spent. */
  value: number | null;
  source: string;
  at: number;
}

export interface CatalogHoldsTable {
  uid: string;
  task: TaskName;
  model: string;
  kind: 'user' | 'sticky' | 'near';
  /** JSON of the weights it holds under. */
  weights: string;
  at: number;
}

export interface PickChangesTable {
  id: string;
  uid: string;
  task: string;
  status: string;
  /** JSON of a PickChange (shared/api/models.ts). */
  doc: string;
  at: number;
  decided_at: number | null;
}

/** The tables of 0003-catalog. */
export interface CatalogTables {
  catalog_edits: CatalogEditsTable;
  catalog_sources: CatalogSourcesTable;
  catalog_prices: CatalogPricesTable;
  catalog_holds: CatalogHoldsTable;
  pick_changes: PickChangesTable;
}
