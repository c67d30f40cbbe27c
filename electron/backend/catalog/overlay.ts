import { createHash } from 'node:crypto';
import type { RefusedValue } from '@shared/api/sources';
import { measuredUnlisted, overlayMeasured } from '../measured/overlay';
import type { Measured } from '../measured/measured';
import type { CatalogOverlay, CatalogStatus } from './catalog';
import { overlayEdits, type OwnEdit } from './edits';
import type { Feeds } from './live/feeds';
import { type LiveLayer, type LiveOverlay, overlayLive } from './live/overlay';
import type { CatalogFile } from './schema';
import { snapshotOf } from './snapshot';
import type { CatalogSnapshot } from './source';

export interface LayeredOptions {
  readonly feeds: Feeds;
  readonly measured: Measured;
  readonly edits: () => readonly OwnEdit[];
  readonly isLocal: (provider: string) => boolean;
  readonly now: () => number;
}

/**
 * The layers over the loaded catalog, in this order: live prices and limits, live quality, the
 * person's own edits, this machine's measurements. An operator's file takes no live figures: it was
 * given to stand alone; one in S0's format takes nothing at all.
 */
export class LayeredOverlay implements CatalogOverlay {
  #live: { readonly of: CatalogFile; readonly layers: readonly LiveLayer[] } & LiveOverlay = {
    of: NO_FILE,
    layers: [],
    file: NO_FILE,
    used: new Set(),
    refused: [],
  };

  constructor(private readonly options: LayeredOptions) {}

  /** The file with live figures and nothing of the person's own: what is public. */
  get publicFile(): CatalogFile | null {
    return this.#live.of === NO_FILE ? null : this.#live.file;
  }

  get used(): ReadonlySet<string> {
    return this.#live.used;
  }

  /** Prices that the guard keeps out. */
  get refused(): readonly RefusedValue[] {
    return this.#live.refused;
  }

  apply(base: CatalogSnapshot): CatalogSnapshot {
    const { file } = base;
    if (file === null) return base;
    const { feeds, measured, edits, isLocal } = this.options;
    const live = this.#overlayLive(file, base.source === 'bundled' ? feeds.layers() : []);
    const own = overlayMeasured(overlayEdits(live.file, edits(), isLocal), measured);
    const unlisted = measuredUnlisted(own, measured, isLocal);
    if (own === file && unlisted.size === 0) return base;
    const ids = [...live.used];
    const from =
      ids.length === 0
        ? { kind: base.source, id: base.sourceId }
        : { kind: 'live' as const, id: ids.join('+') };
    return {
      ...snapshotOf(own, from),
      version: versionOf(base, live.file, edits()),
      dataDate: base.dataDate,
      measured: unlisted,
    };
  }

  /** Thousands of models: done only when a source gave something else. */
  #overlayLive(file: CatalogFile, layers: readonly LiveLayer[]): LiveOverlay {
    const known = this.#live;
    const same =
      known.of === file &&
      known.layers.length === layers.length &&
      known.layers.every(({ entries }, at) => entries === layers[at]?.entries);
    if (!same) this.#live = { of: file, layers, ...overlayLive(file, layers) };
    return this.#live;
  }

  /** The oldest live part counts, so that an age is never younger than what is shown (S0-64). */
  status(base: CatalogStatus): CatalogStatus {
    const { feeds, now } = this.options;
    const errors = feeds.errors();
    const lastError = errors.length === 0 ? base.lastError : errors.join('; ');
    const { loadedAt, isFresh } = feeds.ageOf(this.#live.used);
    if (loadedAt === null) return { ...base, lastError };
    return {
      ...base,
      loadedAt: new Date(loadedAt).toISOString(),
      ageSeconds: Math.max(0, (now() - loadedAt) / 1000),
      isFresh,
      lastError,
    };
  }
}

/** Stands for "nothing was laid over anything yet"; never shown. */
const NO_FILE = {} as CatalogFile;

/**
 * Another version for other figures, and only then: a refresh that brings the same numbers of a later
 * day is no change. What was measured here moves all the time and is left out.
 */
function versionOf(base: CatalogSnapshot, live: CatalogFile, edits: readonly OwnEdit[]): string {
  if (live === base.file && edits.length === 0) return base.version;
  const listed = live.models.filter(({ tasks }) => Object.keys(tasks).length > 0);
  const text = JSON.stringify([listed, edits], (key, value: unknown) =>
    key === 'date' || key === 'source' || key === 'updatedAt' ? undefined : value,
  );
  return `${base.version}+${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}
