import { describe, expect, it } from 'vitest';
import type { Candidate } from '@shared/routing/candidate';
import { DEFAULT_TASK_WEIGHTS } from '@shared/routing/task-registry';
import type { TaskName } from '@shared/routing/tasks';
import { type CandidatesByTask, digestOf } from '../../../../electron/backend/catalog/digest';
import { byTask } from '../../../../electron/backend/catalog/snapshot';
import type { Hold } from '../../../../electron/backend/store/catalog-store';
import type { StoredPrefs } from '../../../../electron/backend/store/store';
import { candidate } from '../../shared/routing/support';

const PREFS: StoredPrefs = {
  overrides: {},
  modelOverrides: {},
  constraints: {},
  shape: 'full',
  version: 1,
  updatedAt: 1,
};

/** Models of one task, each with one score on every axis. */
function catalog(
  task: TaskName,
  scores: Readonly<Record<string, number>>,
  change: Partial<Candidate> = {},
): CandidatesByTask {
  const input = task === 'screenshot_embedding' ? ['image' as const] : ['text' as const];
  const output = task === 'screenshot_embedding' ? ['embedding' as const] : ['text' as const];
  return byTask((name) =>
    name !== task
      ? []
      : Object.entries(scores).map(([id, score]) => {
          const one = candidate(id, { task, ...change });
          return {
            ...one,
            capabilities: { ...one.capabilities, input: ['text', ...input], output },
            scores: { quality: score, latency: score, cost: score },
          };
        }),
  );
}

function digest(
  before: CandidatesByTask,
  after: CandidatesByTask,
  given: { readonly holds?: readonly Hold[]; readonly prefs?: StoredPrefs } = {},
) {
  return digestOf({
    prefs: given.prefs ?? PREFS,
    holds: given.holds ?? [],
    before,
    after,
    catalogFrom: 'one',
    catalogTo: 'two',
    newId: () => 'change-1',
    now: 0,
  });
}

const CHAT = 'general_assistant';
const EMBEDDING = 'screenshot_embedding';

function hold(task: TaskName, model: string, kind: Hold['kind']): Hold {
  return { task, model, kind, weights: DEFAULT_TASK_WEIGHTS[task] };
}

describe('what new data does to a pick', () => {
  it('nothing, while the winner stays', () => {
    const result = digest(catalog(CHAT, { a: 0.6, b: 0.5 }), catalog(CHAT, { a: 0.7, b: 0.5 }));
    expect(result).toEqual({ holds: [], changes: [] });
  });

  it('a clear new winner is taken at once and told of', () => {
    const { holds, changes } = digest(
      catalog(CHAT, { a: 0.6, b: 0.5 }),
      catalog(CHAT, { a: 0.6, b: 0.7 }),
    );
    expect(holds).toEqual([]);
    expect(changes).toMatchObject([
      { from: 'a', to: 'b', status: 'applied', gap: expect.closeTo(0.1) },
    ]);
    expect(changes[0]?.why.map(({ model, figure }) => [model, figure])).toEqual([
      ['b', 'quality'],
      ['b', 'latency'],
      ['b', 'cost'],
    ]);
  });

  it.each([0.63, 0.601])('a lead at %d, 0.03 or less, keeps the pick and says nothing', (score) => {
    const { holds, changes } = digest(
      catalog(CHAT, { a: 0.6, b: 0.5 }),
      catalog(CHAT, { a: 0.6, b: score }),
    );
    expect(holds).toEqual([hold(CHAT, 'a', 'near')]);
    expect(changes).toEqual([]);
  });

  it('a kept pick that leads again is no longer kept', () => {
    const { holds } = digest(
      catalog(CHAT, { a: 0.6, b: 0.61 }),
      catalog(CHAT, { a: 0.7, b: 0.61 }),
      {
        holds: [hold(CHAT, 'a', 'near')],
      },
    );
    expect(holds).toEqual([]);
  });

  it('a pick that is gone is replaced however near the next one is', () => {
    const { holds, changes } = digest(
      catalog(CHAT, { a: 0.6, b: 0.59 }),
      catalog(CHAT, { b: 0.59 }),
    );
    expect(holds).toEqual([]);
    expect(changes).toMatchObject([{ from: 'a', to: 'b', status: 'applied' }]);
    expect(changes[0]?.why).toContainEqual(
      expect.objectContaining({ model: 'a', figure: 'removed' }),
    );
  });

  it('what the person holds stays, whatever comes', () => {
    const held = [hold(CHAT, 'a', 'user')];
    const result = digest(catalog(CHAT, { a: 0.6, b: 0.5 }), catalog(CHAT, { a: 0.1, b: 0.9 }), {
      holds: held,
    });
    expect(result).toEqual({ holds: held, changes: [] });
  });

  it('a hold under other weights is over', () => {
    const other: Hold = {
      ...hold(CHAT, 'b', 'user'),
      weights: { quality: 1, latency: 0, cost: 0 },
    };
    const { holds, changes } = digest(
      catalog(CHAT, { a: 0.6, b: 0.5, c: 0.1 }),
      catalog(CHAT, { a: 0.6, b: 0.5, c: 0.9 }),
      { holds: [other] },
    );
    expect(holds).toEqual([]);
    expect(changes).toMatchObject([{ from: 'a', to: 'c' }]);
  });

  it('a pin is the person’s own: no change of data is told of it', () => {
    const prefs = { ...PREFS, modelOverrides: { [CHAT]: 'a' } };
    const result = digest(catalog(CHAT, { a: 0.6, b: 0.5 }), catalog(CHAT, { a: 0.1, b: 0.9 }), {
      prefs,
    });
    expect(result.changes).toEqual([]);
  });

  it('practice models are no winners to tell of', () => {
    const { changes } = digest(
      catalog(CHAT, { a: 0.6, b: 0.5 }, { practice: true }),
      catalog(CHAT, { a: 0.1, b: 0.9 }, { practice: true }),
    );
    expect(changes).toEqual([]);
  });
});

describe('the embedding pick', () => {
  it('waits for the person: switching means indexing again', () => {
    const { holds, changes } = digest(
      catalog(EMBEDDING, { a: 0.6, b: 0.5 }),
      catalog(EMBEDDING, { a: 0.6, b: 0.9 }),
    );
    expect(holds).toEqual([hold(EMBEDDING, 'a', 'sticky')]);
    expect(changes).toMatchObject([{ from: 'a', to: 'b', status: 'waiting' }]);
  });

  it('is told of once for the same winner, and again for another', () => {
    const holds = [hold(EMBEDDING, 'a', 'sticky')];
    const same = digest(
      catalog(EMBEDDING, { a: 0.6, b: 0.9 }),
      catalog(EMBEDDING, { a: 0.6, b: 0.91 }),
      { holds },
    );
    expect(same).toEqual({ holds, changes: [] });
    const other = digest(
      catalog(EMBEDDING, { a: 0.6, b: 0.9, c: 0.1 }),
      catalog(EMBEDDING, { a: 0.6, b: 0.9, c: 0.99 }),
      { holds },
    );
    expect(other.holds).toEqual(holds);
    expect(other.changes).toMatchObject([{ from: 'a', to: 'c', status: 'waiting' }]);
  });
});
