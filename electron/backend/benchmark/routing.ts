import type {
  BenchmarkModel,
  ClassifierWinnerResponse,
  RoutingTableResponse,
} from '@shared/api/benchmark';
import type { EfficientMode } from '@shared/routing/efficient-types';
import { buildTable, diffTables, type RoutingTable } from '@shared/routing/routing-table';
import type { Log } from '../context';
import type { BenchmarkStore } from '../store/benchmark';
import { BenchmarkError } from './errors';
import { scopeSummaries } from './summarise';

/** The table is read anew after this long at the latest (S4-29). */
const TABLE_TTL_MS = 60_000;

/** One thing that is read from the store and kept; `fallback` until it could be read once. */
class Kept<T> {
  #value: T;
  /** Monotonic milliseconds; null = to be read. */
  #at: number | null = null;
  /** Counts the changes: what was read before one is not kept after it. */
  #changes = 0;

  constructor(
    private readonly read: () => Promise<T>,
    fallback: T,
    private readonly now: () => number,
    private readonly log: Log,
  ) {
    this.#value = fallback;
  }

  changed(): void {
    this.#at = null;
    this.#changes += 1;
  }

  /** Never an error: what can't be read now is what it was. */
  async get(): Promise<T> {
    const now = this.now();
    if (this.#at !== null && now - this.#at < TABLE_TTL_MS) return this.#value;
    const changes = this.#changes;
    try {
      const value = await this.read();
      if (changes !== this.#changes) return value;
      this.#value = value;
    } catch (error) {
      this.log.warn('what a benchmark published could not be read', { error: String(error) });
    }
    if (changes === this.#changes) this.#at = now;
    return this.#value;
  }
}

/** What benchmarks have published, as requests need it: from memory, never an error (S4-29). */
export class Published {
  readonly #table: Kept<RoutingTable | null>;
  readonly #classifier: Kept<BenchmarkModel | null>;
  readonly #mode: Kept<EfficientMode>;

  constructor(
    private readonly deps: {
      readonly store: BenchmarkStore;
      /** Monotonic milliseconds. */
      readonly now: () => number;
      readonly log: Log;
    },
  ) {
    const { store, now, log } = deps;
    this.#table = new Kept<RoutingTable | null>(() => store.tables.live(), null, now, log);
    this.#classifier = new Kept(() => this.#readClassifier(), null, now, log);
    const mode = async (): Promise<EfficientMode> =>
      (await store.config.get())?.config.decider.mode ?? 'cost_per_accuracy';
    this.#mode = new Kept(mode, 'cost_per_accuracy', now, log);
  }

  /** Something was published or the config was saved: the next request sees it. */
  changed(): void {
    this.#table.changed();
    this.#classifier.changed();
    this.#mode.changed();
  }

  /** Null = nothing is published, or it can't be read: `auto` decides. */
  table(): Promise<RoutingTable | null> {
    return this.#table.get();
  }

  /** Override, else winner, else null: the heuristic (S4-30). */
  classifier(): Promise<BenchmarkModel | null> {
    return this.#classifier.get();
  }

  mode(): Promise<EfficientMode> {
    return this.#mode.get();
  }

  async winnerResponse(): Promise<ClassifierWinnerResponse> {
    const { store } = this.deps;
    const [stored, winner] = await Promise.all([store.config.get(), store.tables.winner()]);
    const override = stored?.config.classifier.override ?? null;
    return {
      model: override ?? winner?.model ?? null,
      source: override !== null ? 'override' : winner !== null ? 'winner' : 'heuristic',
      winner,
      override,
    };
  }

  async tableResponse(): Promise<RoutingTableResponse> {
    const { tables, runs } = this.deps.store;
    const [table, list] = await Promise.all([tables.live(), tables.list()]);
    const at = async (index: number): Promise<RoutingTable | null> => {
      const info = list[index];
      return info === undefined ? null : tables.get(info.id);
    };
    const [newest, before] = await Promise.all([at(0), at(1)]);
    const summaries = table === null ? [] : await runs.summaries(table.runId);
    return {
      table,
      changes: newest === null ? [] : diffTables(before, newest),
      excluded:
        table === null ? [] : buildTable(scopeSummaries(summaries), table.minAccuracy).excluded,
      tables: list,
    };
  }

  /** Takes the served table out, and the one before it back in. */
  async hold(): Promise<void> {
    await this.deps.store.tables.holdLive();
    this.changed();
  }

  /** @throws BenchmarkError routing_table_not_found: unknown, or not valid any more */
  async restore(id: string): Promise<void> {
    const { tables } = this.deps.store;
    // Validated before it is served (S4-23).
    if ((await tables.get(id)) === null || !(await tables.setLive(id))) {
      throw new BenchmarkError('routing_table_not_found', 'there is no such routing table');
    }
    this.changed();
  }

  /** The two are read apart: one that fails must not discard the other (S4-30). */
  async #readClassifier(): Promise<BenchmarkModel | null> {
    const { store, log } = this.deps;
    const [stored, winner] = await Promise.allSettled([store.config.get(), store.tables.winner()]);
    for (const read of [stored, winner]) {
      if (read.status === 'rejected') {
        log.warn('the classifier could not be read', { error: String(read.reason) });
      }
    }
    const config = stored.status === 'fulfilled' ? stored.value?.config : undefined;
    const won = winner.status === 'fulfilled' ? winner.value?.model : undefined;
    const model = config?.classifier.override ?? won;
    if (model === undefined || model === null) return null;
    const known = config?.classifier.models.find((entry) => entry.model === model);
    return known ?? { model, effort: null };
  }
}
