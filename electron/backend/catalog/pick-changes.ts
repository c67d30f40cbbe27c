import type { PickChange, PickChangesResponse } from '@shared/api/models';
import { AXES } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import type { Clock } from '../context';
import { effectiveFor } from '../decide/effective';
import type { Hold } from '../store/catalog-store';
import type { Store, StoredPrefs } from '../store/store';
import { type CandidatesByTask, type Digest, digestOf } from './digest';

export interface PickChangesOptions {
  readonly store: Store;
  /** Users whose picks are watched. */
  readonly uids: readonly string[];
  readonly clock: Clock;
  readonly newId: () => string;
}

/** One user as they were before the data changed. */
export interface Watched {
  readonly uid: string;
  readonly prefs: StoredPrefs;
}

export interface DataChange {
  readonly before: CandidatesByTask;
  readonly after: CandidatesByTask;
  readonly catalogFrom: string;
  readonly catalogTo: string;
}

/** Holds in memory, where decisions read them, and changes of picks in the database. */
export class PickChanges {
  readonly #options: PickChangesOptions;
  #holds = new Map<string, readonly Hold[]>();

  constructor(options: PickChangesOptions) {
    this.#options = options;
  }

  async load(): Promise<void> {
    this.#holds = new Map(await this.#options.store.catalog.holds());
  }

  holdsOf(uid: string): readonly Hold[] {
    return this.#holds.get(uid) ?? [];
  }

  /** To be asked for before the data changes, so that {@link settle} waits for nothing. */
  users(): Promise<readonly Watched[]> {
    const { uids, store } = this.#options;
    return Promise.all(uids.map(async (uid) => ({ uid, prefs: await store.prefs.get(uid) })));
  }

  /**
   * Puts the holds in force that the change asks for, at once: no request sees the new data without
   * them.
   *
   * @returns writes down what was settled.
   */
  settle(users: readonly Watched[], change: DataChange): () => Promise<void> {
    const { newId, clock, store } = this.#options;
    const settled = users.map(({ uid, prefs }) => {
      const known = this.holdsOf(uid);
      const digest = digestOf({ ...change, prefs, holds: known, newId, now: clock.now() });
      this.#holds.set(uid, digest.holds);
      return { uid, known, ...digest };
    });
    return async () => {
      for (const { uid, known, holds, changes } of settled) {
        if (JSON.stringify(holds) !== JSON.stringify(known)) {
          await store.catalog.replaceHolds(uid, holds);
        }
        await this.#record(uid, changes);
      }
    };
  }

  async #record(uid: string, changes: Digest['changes']): Promise<void> {
    for (const change of changes) {
      await this.#settleOlder(uid, change.task);
      await this.#options.store.catalog.recordChange(uid, change);
    }
  }

  /** A newer change of a task settles the ones before it. */
  async #settleOlder(uid: string, task: TaskName): Promise<void> {
    const { store } = this.#options;
    for (const change of await store.catalog.changes(uid)) {
      const open = change.status === 'applied' || change.status === 'waiting';
      if (change.task === task && open) {
        await store.catalog.recordChange(uid, { ...change, status: 'passed' });
      }
    }
  }

  /** A pick that was only kept for being near must not hide what the person just set by hand. */
  async dropNear(): Promise<void> {
    for (const [uid, holds] of this.#holds) {
      const kept = holds.filter(({ kind }) => kind !== 'near');
      if (kept.length < holds.length) await this.#hold(uid, kept);
    }
  }

  async #hold(uid: string, holds: readonly Hold[]): Promise<void> {
    this.#holds.set(uid, holds);
    await this.#options.store.catalog.replaceHolds(uid, holds);
  }

  /** What is held under other weights than those of now decides nothing, and is not told. */
  async list(uid: string): Promise<PickChangesResponse> {
    const { store } = this.#options;
    const [changes, prefs] = await Promise.all([store.catalog.changes(uid), store.prefs.get(uid)]);
    const inForce = this.holdsOf(uid).filter(({ task, kind, weights }) => {
      const now = effectiveFor(prefs, task).weights;
      return kind !== 'near' && AXES.every((axis) => weights[axis] === now[axis]);
    });
    return {
      changes,
      holds: Object.fromEntries(inForce.map(({ task, model }) => [task, model])),
    };
  }

  /** Holds the old model under the task's weights of now, or lets it go. Null: no such change of theirs. */
  async decide(uid: string, id: string, action: 'hold' | 'take'): Promise<PickChange | null> {
    const { store, clock } = this.#options;
    const change = await store.catalog.change(uid, id);
    if (change === null) return null;
    const { weights } = effectiveFor(await store.prefs.get(uid), change.task);
    const others = this.holdsOf(uid).filter(({ task }) => task !== change.task);
    const hold: Hold = { task: change.task, model: change.from, kind: 'user', weights };
    await this.#hold(uid, action === 'hold' ? [...others, hold] : others);
    const decided: PickChange = {
      ...change,
      status: action === 'hold' ? 'held' : 'taken',
      decidedAt: new Date(clock.now()).toISOString(),
    };
    await store.catalog.recordChange(uid, decided);
    return decided;
  }
}
