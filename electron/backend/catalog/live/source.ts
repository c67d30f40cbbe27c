import type { SourceFailureCode, SourceState } from '@shared/api/sources';
import type { LiveData } from './entry';
import type { GetJson } from './fetch-json';

/** A load that failed, with the code that the Models view explains. */
export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(
    readonly code: SourceFailureCode,
    message: string,
    /** What the source asked to wait, in milliseconds; null = it did not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message);
  }
}

export interface LoadInput {
  /** Asks one address; limits, redirects and errors are taken care of. Throws {@link SourceError}. */
  readonly get: GetJson;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly key: string | null;
  /** Today, ISO. */
  readonly today: string;
  /** Ids of the catalog, for a source that must ask for each model. */
  readonly known: ReadonlySet<string>;
}

/**
 * One live source: one file in `sources/`, one row in `sources/live-sources.ts`. `load` asks it
 * afresh, parses every entry by a schema and throws {@link SourceError} on an answer that is not what
 * it should be; what is wrong with a single entry it lists in `refused`. Age, fallback, cooldown and
 * disk are the feed's (`feed.ts`).
 */
export interface LiveSource extends Pick<
  SourceState,
  'id' | 'name' | 'gives' | 'url' | 'licence' | 'attribution' | 'key' | 'terms'
> {
  readonly defaultBaseUrl: string;
  /** On without being asked for, in the app. */
  readonly onByDefault: boolean;
  load(input: LoadInput): Promise<LiveData>;
}
