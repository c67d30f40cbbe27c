import type { Candidate } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import type { CatalogFile, CatalogModel, TaskEntry, TaskScale } from './schema';

/** Where the figures came from, said truthfully wherever they are shown (S0-64, S0-75). */
export type SourceKind = 'live' | 'bundled' | 'file';

/** What is known of one source of figures, for the provenance of each number. */
export interface SourceInfo {
  readonly name: string;
  readonly url: string;
  readonly licence: string;
}

/** What one source gave at one time: candidates ready to score, without availability. */
export interface CatalogSnapshot {
  /** Version of the data; recorded with every decision. */
  readonly version: string;
  readonly source: SourceKind;
  /** Id of the {@link CatalogSource}. */
  readonly sourceId: string;
  /** ISO date of the data itself; null when it gives none. */
  readonly dataDate: string | null;
  /** True for a file in S0's format: plain scores, nothing added, availability assumed. */
  readonly plain: boolean;
  readonly candidates: Readonly<Record<TaskName, readonly Candidate[]>>;
  /** Models by id, for those that a provider lists but that are no candidates of a task. */
  readonly models: ReadonlyMap<string, CatalogModel>;
  /** Everything it was made from, for the Models view; null for S0's format. */
  readonly file: CatalogFile | null;
  /** Own measurements of models that only a provider lists, by id. */
  readonly measured: ReadonlyMap<string, TaskEntry>;
  /** Scales by task; those of the bundled catalog for a plain file. */
  readonly tasks: Readonly<Record<TaskName, TaskScale>>;
  /** Lines to show wherever the figures are shown (S0-45). */
  readonly attribution: readonly string[];
  readonly sources: Readonly<Record<string, SourceInfo>>;
}

/**
 * One place that catalog data comes from: one file in `sources/`, one row where the catalog is
 * created. `load` reads or fetches afresh on every call, validates at the door and throws on
 * anything it cannot use; caching, fallback and cooldown are the catalog's.
 */
export interface CatalogSource {
  readonly id: string;
  readonly kind: SourceKind;
  readonly name: string;
  readonly licence: string;
  readonly attribution: readonly string[];
  load(signal: AbortSignal): Promise<CatalogSnapshot>;
}
