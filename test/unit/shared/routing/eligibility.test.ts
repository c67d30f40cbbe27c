import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  type Constraints,
  DROP_REASONS,
  NO_CONSTRAINTS,
  type RequestNeeds,
} from '@shared/routing/candidate';
import {
  type CoolingDown,
  type EligibilityContext,
  splitEligible,
} from '@shared/routing/eligibility';
import { TASK_NEEDS } from '@shared/routing/resolve-setting';
import { candidate } from './support';

const TEXT = TASK_NEEDS.general_assistant;

function context(given: Partial<EligibilityContext> = {}): EligibilityContext {
  return { needs: TEXT, constraints: NO_CONSTRAINTS, requireCallable: true, ...given };
}

function reasonOf(one: Candidate, given: Partial<EligibilityContext> = {}): string | null {
  return splitEligible([one], context(given)).dropped[0]?.reason ?? null;
}

function capable(given: Partial<Candidate['capabilities']>): Candidate {
  return candidate('m', { capabilities: { ...candidate('m').capabilities, ...given } });
}

function limits(given: Partial<Constraints>): Partial<EligibilityContext> {
  return { constraints: { ...NO_CONSTRAINTS, ...given } };
}

function ofQuality(id: string, quality: number | null): Candidate {
  return candidate(id, { scores: { quality, latency: 0.5, cost: 0.5 } });
}

function resting(freeAt: Readonly<Record<string, number>>): CoolingDown {
  return { has: (id) => Object.hasOwn(freeAt, id), freeAt: (id) => freeAt[id] ?? 0 };
}

function floor(value: number, soft = true): Partial<EligibilityContext> {
  const source = soft ? 'dial' : 'min_quality';
  return { floor: { value, soft, source, preference: null, normalisedFrom: null } };
}

function requires(given: Partial<RequestNeeds>): Partial<EligibilityContext> {
  return { needs: { ...TEXT, ...given } };
}

describe('each gate', () => {
  it.each<[string | null, string, Candidate, Partial<EligibilityContext>]>([
    [null, 'a callable text model', candidate('m'), {}],
    ['not_connected', 'no key', candidate('m', { availability: 'not_connected' }), {}],
    ['not_installed', 'not installed', candidate('m', { availability: 'not_installed' }), {}],
    [
      'not_listed',
      'the provider lists it no more',
      candidate('m', { availability: 'not_listed' }),
      {},
    ],
    [
      'not_connected',
      'only assumed, on the request path',
      candidate('m', { availability: 'assumed' }),
      {},
    ],
    [
      'not_installed',
      'only assumed and local',
      candidate('m', { availability: 'assumed', local: true }),
      {},
    ],
    [
      null,
      'assumed, where models are only compared',
      candidate('m', { availability: 'assumed' }),
      { requireCallable: false },
    ],
    [
      'not_connected',
      'not connected, where models are only compared',
      candidate('m', { availability: 'not_connected' }),
      { requireCallable: false },
    ],
    ['missing_modality', 'cannot see', candidate('m'), requires({ input: ['text', 'image'] })],
    ['missing_modality', 'cannot embed', candidate('m'), requires({ output: ['embedding'] })],
    ['no_tools', 'no tools', capable({ tools: false }), requires({ tools: true })],
    [
      null,
      'tool support unknown, and nobody declares it',
      capable({ tools: null }),
      requires({ tools: true }),
    ],
    [null, 'tool support unknown and not needed', capable({ tools: null }), {}],
    [
      'context_too_small',
      'prompt one token too long',
      capable({ context: 100 }),
      requires({ promptTokens: 101 }),
    ],
    [null, 'prompt just fits', capable({ context: 100 }), requires({ promptTokens: 100 })],
    [null, 'context unknown', capable({ context: null }), requires({ promptTokens: 9e9 })],
    [
      'not_realtime',
      'S0-95: gemini by name, realtime not declared',
      { ...capable({}), id: 'gemini-1-5-pro' },
      requires({ realtime: true }),
    ],
    [null, 'realtime declared', capable({ realtime: true }), requires({ realtime: true })],
    [
      'realtime_only',
      'chat completions would be sent to a model that takes live sessions only',
      capable({ realtime: true, realtimeOnly: true }),
      requires({ realtime: false }),
    ],
    [null, 'takes both ways', capable({ realtime: true }), requires({ realtime: false })],
    [
      null,
      'push-to-talk: either way will do',
      capable({ realtime: true, realtimeOnly: true }),
      requires({ realtime: null }),
    ],
    [null, 'either way: in writing', capable({ realtime: false }), requires({ realtime: null })],
    ['not_allowed', 'not on the list', candidate('m'), limits({ allowed: ['n'] })],
    ['not_allowed', 'nothing allowed', candidate('m'), limits({ allowed: [] })],
    ['excluded', 'excluded', candidate('m'), limits({ excluded: ['m'] })],
    [
      'excluded',
      'allowed and excluded',
      candidate('m'),
      limits({ allowed: ['m'], excluded: ['m'] }),
    ],
    ['not_local', 'cloud under local only', candidate('m'), limits({ localOnly: true })],
    [
      'price_unknown',
      'ruling 1: unknown is not free',
      candidate('m', { typicalCostUsd: null }),
      limits({ maxCostUsd: 1 }),
    ],
    [
      'over_price_cap',
      'too dear',
      candidate('m', { typicalCostUsd: 0.02 }),
      limits({ maxCostUsd: 0.01 }),
    ],
    [
      null,
      'price at the cap',
      candidate('m', { typicalCostUsd: 0.01 }),
      limits({ maxCostUsd: 0.01 }),
    ],
    [null, 'price unknown without a cap', candidate('m', { typicalCostUsd: null }), {}],
    [
      null,
      'free under a cap of 0',
      candidate('m', { typicalCostUsd: 0 }),
      limits({ maxCostUsd: 0 }),
    ],
    [
      'over_wait_cap',
      'too slow',
      candidate('m', { typicalLatencyMs: 2001 }),
      limits({ maxLatencyMs: 2000 }),
    ],
    [
      null,
      'latency unknown',
      candidate('m', { typicalLatencyMs: null }),
      limits({ maxLatencyMs: 1 }),
    ],
    ['cooling_down', 'failed a moment ago', candidate('m'), { coolingDown: new Set(['m']) }],
    [
      'unsupported_feature',
      'the protocol has no word for it',
      candidate('m'),
      { unsupported: () => ['logprobs'] },
    ],
    [
      null,
      'another provider’s protocol has no word for it',
      candidate('m'),
      { unsupported: ({ provider }) => (provider === 'other' ? ['logprobs'] : []) },
    ],
    ['key_not_allowed', 'the key may use others', candidate('m'), { keyModels: ['x'] }],
    [null, 'the key may use it', candidate('m'), { keyModels: ['m'] }],
    ['over_spending_cap', 'dearer than what is left', candidate('m'), { spendingLeftUsd: 0.0009 }],
    [null, 'exactly what is left', candidate('m'), { spendingLeftUsd: 0.001 }],
    [
      'price_unknown',
      'unknown price under a spending cap',
      candidate('m', { typicalCostUsd: null }),
      { spendingLeftUsd: 5 },
    ],
    [
      null,
      'local and nothing left to spend',
      candidate('m', { local: true, typicalCostUsd: null }),
      { spendingLeftUsd: 0 },
    ],
    [null, 'free and overspent', candidate('m', { typicalCostUsd: 0 }), { spendingLeftUsd: -1 }],
    ['below_quality_floor', 'below an explicit floor', candidate('m'), floor(0.6, false)],
    [null, 'exactly on the floor', candidate('m'), floor(0.5, false)],
    [
      'below_quality_floor',
      'unknown quality under a floor',
      candidate('m', { scores: { quality: null, latency: 1, cost: 1 } }),
      floor(0, false),
    ],
  ])('%s: %s', (reason, _, one, given) => {
    expect(reasonOf(one, given)).toBe(reason);
  });

  it('the first gate that closes gives the reason', () => {
    const hopeless = capable({ tools: false, context: 1 });
    const all = {
      needs: { ...TEXT, tools: true, promptTokens: 2 },
      ...limits({ allowed: [], excluded: ['m'], localOnly: true, maxCostUsd: 0 }),
    };
    expect(reasonOf({ ...hopeless, availability: 'not_connected' }, all)).toBe('not_connected');
    expect(reasonOf(hopeless, all)).toBe('no_tools');
  });
});

// Tools that a server ignores in silence break an agent; a refusal where it would have worked does too.
it('asks a model of unknown tool support only when none that declares it is left', () => {
  const unknown = { ...capable({ tools: null }), id: 'unknown' };
  const declared = { ...capable({ tools: true }), id: 'declared' };
  const given = context({ needs: { ...TEXT, tools: true } });
  const both = splitEligible([unknown, declared], given);
  expect(both.eligible).toEqual([declared]);
  expect(both.dropped).toEqual([{ candidate: unknown, reason: 'no_tools' }]);
  const excluded = { ...given, ...limits({ excluded: ['declared'] }) };
  expect(splitEligible([unknown, declared], excluded).eligible).toEqual([unknown]);
});

describe('practice models', () => {
  const practice = candidate('practice', { practice: true });

  it('are kept while there is nothing else', () => {
    const { eligible } = splitEligible(
      [practice, candidate('cloud', { availability: 'not_connected' })],
      context(),
    );
    expect(eligible).toEqual([practice]);
  });

  it('are never mixed with a real one that can be called, even an excluded one', () => {
    const { eligible, dropped } = splitEligible(
      [practice, candidate('cloud')],
      context(limits({ excluded: ['cloud'] })),
    );
    expect(eligible).toEqual([]);
    expect(dropped.map(({ reason }) => reason)).toEqual(['practice_only', 'excluded']);
  });
});

describe('the floor looks at all that are left', () => {
  const list = [
    ofQuality('low', 0.42),
    ofQuality('mid', 0.55),
    ofQuality('high', 0.8),
    ofQuality('unknown', null),
  ];
  const ids = (given: Partial<EligibilityContext>) =>
    splitEligible(list, context(given)).eligible.map(({ id }) => id);

  it('lets those through that clear it', () => {
    expect(ids(floor(0.5))).toEqual(['mid', 'high']);
    expect(ids(floor(0.9, false))).toEqual([]);
  });

  it('S2-9: the dial’s comes down until the best remaining ones clear it', () => {
    const split = splitEligible(list.slice(0, 2), context(floor(0.7)));
    expect(split.eligible.map(({ id }) => id)).toEqual(['mid']);
    expect(split.floorValue).toBe(0.5);
    const unknown = splitEligible(list.slice(3), context(floor(0.7)));
    expect([unknown.eligible.length, unknown.floorValue]).toEqual([1, 0]);
  });

  it('counts whom the other gates have left, not whom they dropped', () => {
    expect(ids({ ...floor(0.7), ...limits({ excluded: ['high'] }) })).toEqual(['mid']);
    expect(ids({ ...floor(0.7, false), ...limits({ excluded: ['high'] }) })).toEqual([]);
  });

  it('the dial does not keep the user’s own pin out, an explicit floor does', () => {
    expect(ids({ ...floor(0.7), pin: 'low' })).toEqual(['low', 'high']);
    expect(ids({ ...floor(0.7, false), pin: 'low' })).toEqual(['high']);
  });
});

describe('cooling down', () => {
  const list = ['a', 'b', 'c'].map((id) => candidate(id));
  const split = (coolingDown: CoolingDown, given: Partial<EligibilityContext> = {}) =>
    splitEligible(list, context({ coolingDown, ...given }));

  it('is never taken while another is eligible', () => {
    const { eligible, dropped, lastResort } = split(resting({ a: 1, b: 2 }));
    expect([eligible.map(({ id }) => id), lastResort]).toEqual([['c'], false]);
    expect(dropped.map(({ reason }) => reason)).toEqual(['cooling_down', 'cooling_down']);
  });

  it('when all are, the soonest free one may be tried, and it alone', () => {
    const { eligible, dropped, lastResort } = split(resting({ a: 30, b: 10, c: 20 }));
    expect([eligible.map(({ id }) => id), lastResort]).toEqual([['b'], true]);
    expect(dropped.map(({ candidate: { id } }) => id)).toEqual(['a', 'c']);
  });

  // A refusal although a good model is only resting would be an own goal.
  it('an explicit floor and rest together leave the resting one that clears it', () => {
    const good = candidate('good', { scores: { quality: 0.9, latency: 1, cost: 1 } });
    const given = context({ coolingDown: resting({ good: 5 }), ...floor(0.8, false) });
    const { eligible, dropped, lastResort } = splitEligible([...list, good], given);
    expect([eligible.map(({ id }) => id), lastResort]).toEqual([['good'], true]);
    expect(new Set(dropped.map(({ reason }) => reason))).toEqual(new Set(['below_quality_floor']));
  });

  it('the dial’s floor comes down rather than take a resting one', () => {
    const good = candidate('good', { scores: { quality: 0.9, latency: 1, cost: 1 } });
    const given = context({ coolingDown: resting({ good: 5 }), ...floor(0.7) });
    const { eligible, lastResort } = splitEligible([...list, good], given);
    expect([eligible.map(({ id }) => id), lastResort]).toEqual([['a', 'b', 'c'], false]);
  });

  it('does not keep the user’s own pin out', () => {
    expect(split(resting({ a: 1 }), { pin: 'a' }).eligible.map(({ id }) => id)).toContain('a');
  });

  it('a model of unknown tool support is tried before one that declares tools and rests', () => {
    const declares = candidate('declares');
    const unknown = capable({ tools: null });
    const given = context({ coolingDown: resting({ declares: 5 }), ...requires({ tools: true }) });
    const { eligible } = splitEligible([declares, unknown], given);
    expect(eligible.map(({ id }) => id)).toEqual(['m']);
  });
});

describe('for any candidates and any context', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const modalities = fc.subarray(['text', 'image', 'audio', 'embedding'] as const);
  const cap = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const anyCandidate = fc.record({
    id,
    practice: fc.boolean(),
    local: fc.boolean(),
    availability: fc.constantFrom(
      'callable',
      'callable',
      'assumed',
      'not_connected',
      'not_listed',
      'not_installed',
    ),
    input: modalities,
    tools: fc.constantFrom(true, false, null),
    typicalCostUsd: cap,
    typicalLatencyMs: cap,
  } as const);
  const anyList = fc.uniqueArray(anyCandidate, { selector: (one) => one.id }).map((list) =>
    list.map(({ input, tools, ...given }) =>
      candidate(given.id, {
        ...given,
        capabilities: { ...capable({ input, tools }).capabilities },
      }),
    ),
  );
  const anyContext: fc.Arbitrary<EligibilityContext> = fc.record({
    needs: fc.record({
      input: modalities,
      output: fc.constant(['text'] as const),
      tools: fc.boolean(),
      realtime: fc.constant(false),
      promptTokens: fc.constant(null),
    }),
    constraints: fc.record({
      allowed: fc.option(fc.uniqueArray(id)),
      excluded: fc.uniqueArray(id),
      maxCostUsd: cap,
      maxLatencyMs: cap,
      localOnly: fc.boolean(),
      minQuality: fc.constant(null),
      dial: fc.constant(null),
    }),
    requireCallable: fc.boolean(),
    coolingDown: fc.uniqueArray(id).map((ids) => new Set(ids)),
  });

  it('splits without losing, doubling or reordering anybody, each drop with one known reason', () => {
    fc.assert(
      fc.property(anyList, anyContext, (list, given) => {
        const { eligible, dropped } = splitEligible(list, given);
        const out = new Set(dropped.map((row) => row.candidate));
        expect(eligible).toEqual(list.filter((one) => !out.has(one)));
        expect(dropped.map((row) => row.candidate)).toEqual(list.filter((one) => out.has(one)));
        for (const { reason } of dropped) expect(DROP_REASONS).toContain(reason);
      }),
    );
  });

  it('ruling 12: lets through nobody whom the user or the request rules out', () => {
    fc.assert(
      fc.property(anyList, anyContext, (list, given) => {
        const { constraints, needs } = given;
        const { eligible } = splitEligible(list, given);
        for (const one of eligible) {
          expect(constraints.excluded).not.toContain(one.id);
          expect(given.coolingDown?.has(one.id, one.provider)).toBe(false);
          if (constraints.allowed !== null) expect(constraints.allowed).toContain(one.id);
          if (constraints.localOnly) expect(one.local).toBe(true);
          if (constraints.maxCostUsd !== null) {
            expect(one.typicalCostUsd).not.toBeNull();
            expect(one.typicalCostUsd).toBeLessThanOrEqual(constraints.maxCostUsd);
          }
          expect(one.capabilities.input).toEqual(expect.arrayContaining([...needs.input]));
          expect(['callable', given.requireCallable ? 'callable' : 'assumed']).toContain(
            one.availability,
          );
        }
        expect(new Set(eligible.map((one) => one.practice)).size).toBeLessThanOrEqual(1);
        // Tools go to models that declare them, or else to ones of unknown support; never to both.
        const tools = new Set(eligible.map((one) => one.capabilities.tools));
        if (needs.tools) expect([[], [true], [null]]).toContainEqual([...tools]);
      }),
    );
  });
});
