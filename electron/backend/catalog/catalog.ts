import type { Candidate, Weights } from '@shared/routing/candidate';
import { defaultTasks } from '@shared/routing/task-registry';
import { TASK_NAMES, type TaskName } from '@shared/routing/tasks';
import type { Connection } from '../providers/registry';
import { candidatesUnder, type Known, readConnections } from './availability';
import { type CacheClock, DailyRefreshCache } from './daily-refresh-cache';
import { practiceCandidates } from './practice';
import type { Profile } from './schema';
import type { CatalogSnapshot, CatalogSource, SourceInfo, SourceKind } from './source';

/** A task with what the catalog measures it by. */
export interface TaskInfo {
  readonly name: TaskName;
  readonly description: string;
  readonly defaultWeights: Weights;
  /** What a typical cost counts, e.g. `request`, `minute`, `1k screenshots`. */
  readonly costUnit: string;
  readonly latencyUnit: string;
  readonly profile: Profile;
  /** What the figures of this task assume, for a person; null = nothing to say. */
  readonly assumption: string | null;
}

/** Which data is in use and how old it is (S0-59, S0-64, S0-75). */
export interface CatalogStatus {
  readonly version: string;
  readonly source: SourceKind;
  readonly sourceId: string;
  readonly plain: boolean;
  /** Date of the data itself, ISO; null when it has none. */
  readonly dataDate: string | null;
  /** When it was loaded, ISO: never the time of the answer (S0-29). */
  readonly loadedAt: string;
  readonly ageSeconds: number;
  readonly isFresh: boolean;
  /** Message of the last load of this source when that failed; then older data is served. */
  readonly lastError: string | null;
}

export interface Catalog {
  /**
   * Candidates of a task under these connections, in a stable order, shared and frozen. Costs a map
   * look-up until the data or the connections change; never waits, and starts a reload in the
   * background when the data is older than a day (S0-42).
   */
  candidatesFor(task: TaskName, connections: readonly Connection[]): readonly Candidate[];
  /** The practice models of a task, for a plain file that serves while no provider is connected. */
  practiceFor(task: TaskName): readonly Candidate[];
  snapshot(): CatalogStatus;
  /**
   * Loads again what is too old, with `force` everything (S0-43). Throws the source's error when
   * nothing could be loaded; the data in use stays in use.
   */
  refresh(options?: { readonly force?: boolean }): Promise<CatalogStatus>;
  /** Everything in use now, overlays included; the same object until something changes. */
  data(): CatalogSnapshot;
  /** Lays this over the loaded data from now on, in place of what was laid over it before. */
  lay(overlay: CatalogOverlay): void;
  /** Lays the overlay anew, when what it is made of has changed. */
  rebuild(): void;
  /** Tasks that have candidates, and distinct models over them; practice not counted (S0-78). */
  counts(): { readonly taskCount: number; readonly modelCount: number };
  /** Lines to show with the figures; they follow the source in use (S0-45). */
  attribution(): readonly string[];
  sources(): Readonly<Record<string, SourceInfo>>;
  readonly tasks: readonly TaskInfo[];
  /** Stops loads that are under way. */
  close(): void;
}

/** What is laid over the loaded data: live figures, the person's own, what was measured here. */
export interface CatalogOverlay {
  /** Must be quick: it runs when data changes, on the thread that answers requests. */
  apply(base: CatalogSnapshot): CatalogSnapshot;
  /** Load time, age and error of the data in use, where the overlay's counts and not the base's. */
  status(base: CatalogStatus): CatalogStatus;
}

export interface CatalogOptions {
  /** Most wanted first; a later one serves only while the ones before it have nothing at all. */
  readonly sources: readonly [CatalogSource, ...CatalogSource[]];
  readonly clock: CacheClock;
  readonly ttlSeconds?: number;
  /** Told of every failed load. */
  readonly onFailure?: (source: CatalogSource, error: unknown, servedStale: boolean) => void;
}

/**
 * Loads the first source that can be loaded and gives a catalog that always has data from then on.
 * Throws that of the last source when none can (`CatalogFileError` for a file).
 */
export async function createCatalog(options: CatalogOptions): Promise<Catalog> {
  const catalog = new LoadedCatalog(options);
  await catalog.load();
  return catalog;
}

interface Active {
  readonly slot: Slot;
  /** As loaded. */
  readonly base: CatalogSnapshot;
  /** With the overlay. */
  readonly snapshot: CatalogSnapshot;
}

interface Slot {
  readonly source: CatalogSource;
  readonly cache: DailyRefreshCache<CatalogSnapshot>;
}

class LoadedCatalog implements Catalog {
  readonly #slots: readonly Slot[];
  readonly #abort = new AbortController();
  #overlay: CatalogOverlay | null = null;
  #active: Active | null = null;
  #memo: Memo | null = null;
  #tasks: { readonly snapshot: CatalogSnapshot; readonly tasks: readonly TaskInfo[] } | null = null;
  #reload: Promise<void> | null = null;

  constructor({ sources, clock, ttlSeconds, onFailure }: CatalogOptions) {
    this.#slots = sources.map((source) => ({
      source,
      cache: new DailyRefreshCache({
        load: () => source.load(this.#abort.signal),
        clock,
        ...(ttlSeconds !== undefined && { ttlSeconds }),
        ...(onFailure && {
          onFailure: (error: unknown, stale: boolean) => onFailure(source, error, stale),
        }),
      }),
    }));
  }

  candidatesFor(task: TaskName, connections: readonly Connection[]): readonly Candidate[] {
    this.#reloadWhenDue();
    const { snapshot } = this.#current();
    if (!this.#memo?.holds(snapshot, connections)) this.#memo = new Memo(snapshot, connections);
    return this.#memo.candidates(task);
  }

  practiceFor(task: TaskName): readonly Candidate[] {
    return practiceCandidates(task, this.#current().snapshot.tasks[task]);
  }

  snapshot(): CatalogStatus {
    const { slot, snapshot } = this.#current();
    const { cache } = slot;
    const { version, source, sourceId, plain, dataDate } = snapshot;
    const status: CatalogStatus = {
      version,
      source,
      sourceId,
      plain,
      dataDate,
      loadedAt: new Date(cache.lastLoadedWallTime ?? 0).toISOString(),
      ageSeconds: cache.ageSeconds ?? 0,
      isFresh: cache.isFresh,
      lastError: cache.lastError === null ? null : messageOf(cache.lastError),
    };
    return this.#overlay?.status(status) ?? status;
  }

  data(): CatalogSnapshot {
    return this.#current().snapshot;
  }

  lay(overlay: CatalogOverlay): void {
    this.#overlay = overlay;
    this.rebuild();
  }

  rebuild(): void {
    const { slot, base } = this.#current();
    this.#active = { slot, base, snapshot: this.#overlaid(base) };
  }

  #overlaid(base: CatalogSnapshot): CatalogSnapshot {
    return this.#overlay?.apply(base) ?? base;
  }

  async refresh({ force = false } = {}): Promise<CatalogStatus> {
    if (force) for (const { cache } of this.#slots) cache.invalidate();
    await this.load();
    const errors = this.#slots.map(({ cache }) => cache.lastError);
    if (errors.every((error) => error !== null)) throw errors[0];
    return this.snapshot();
  }

  counts(): { taskCount: number; modelCount: number } {
    const lists = Object.values(this.#current().snapshot.candidates);
    return {
      taskCount: lists.filter((list) => list.length > 0).length,
      modelCount: new Set(lists.flatMap((list) => list.map(({ id }) => id))).size,
    };
  }

  attribution(): readonly string[] {
    return this.#current().snapshot.attribution;
  }

  sources(): Readonly<Record<string, SourceInfo>> {
    return this.#current().snapshot.sources;
  }

  get tasks(): readonly TaskInfo[] {
    const { snapshot } = this.#current();
    // Every request reads them.
    if (this.#tasks?.snapshot !== snapshot) this.#tasks = { snapshot, tasks: tasksOf(snapshot) };
    return this.#tasks.tasks;
  }

  close(): void {
    this.#abort.abort();
  }

  /** The first source with anything to give wins: stale live data beats the bundled (ruling 2). */
  async load(): Promise<void> {
    let failure: unknown;
    for (const slot of this.#slots) {
      try {
        const base = await slot.cache.get();
        if (base !== this.#active?.base) {
          this.#active = { slot, base, snapshot: this.#overlaid(base) };
        }
        return;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  #current(): Active {
    if (!this.#active) throw new Error('the catalog is used before it is loaded');
    return this.#active;
  }

  #reloadWhenDue(): void {
    if (this.#reload || this.#abort.signal.aborted) return;
    const wanted = this.#slots.slice(0, this.#slots.indexOf(this.#current().slot) + 1);
    if (wanted.every(({ cache }) => cache.isFresh)) return;
    this.#reload = this.load()
      // Each source's failure went to onFailure; the data in use stays in use.
      .catch(() => undefined)
      .finally(() => {
        this.#reload = null;
      });
  }
}

function tasksOf(snapshot: CatalogSnapshot): readonly TaskInfo[] {
  const registry = defaultTasks();
  return TASK_NAMES.map((name) => {
    const { weights: defaultWeights, description } = registry.get(name);
    const { costUnit, latencyUnit, profile, assumption = null } = snapshot.tasks[name];
    return { name, description, defaultWeights, costUnit, latencyUnit, profile, assumption };
  });
}

/** Candidates per task for one state of the data and of the connections. */
class Memo {
  readonly #connections: ReadonlyMap<string, Known>;
  readonly #signature: string;
  readonly #byTask = new Map<TaskName, readonly Candidate[]>();
  #given: readonly Connection[];

  constructor(
    readonly snapshot: CatalogSnapshot,
    connections: readonly Connection[],
  ) {
    this.#given = connections;
    this.#signature = JSON.stringify(connections);
    this.#connections = readConnections(connections);
  }

  /** A list that was seen is known by identity; another one with the same content is taken too. */
  holds(snapshot: CatalogSnapshot, connections: readonly Connection[]): boolean {
    if (snapshot !== this.snapshot) return false;
    if (connections === this.#given) return true;
    if (JSON.stringify(connections) !== this.#signature) return false;
    this.#given = connections;
    return true;
  }

  candidates(task: TaskName): readonly Candidate[] {
    let list = this.#byTask.get(task);
    if (!list) {
      list = candidatesUnder(this.snapshot, task, this.#connections);
      this.#byTask.set(task, list);
    }
    return list;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
