import { expect, it } from 'vitest';
import { Cooldown } from '../../../../electron/backend/cooldown/cooldown';
import { readTarget } from '../../../../electron/backend/decide/target';
import type { ProviderErrorCode } from '../../../../electron/backend/providers/provider';
import type { Candidate, Constraints } from '../../../../shared/routing/candidate';
import {
  decideAuto,
  type DecisionInput,
  type DecisionTrace,
  fallbackOrder,
} from '../../../../shared/routing/decide';
import { type EligibilityContext, splitEligible } from '../../../../shared/routing/eligibility';
import { floorOf, PREFERENCES } from '../../../../shared/routing/quality-floor';
import { TASK_NEEDS } from '../../../../shared/routing/resolve-setting';
import type { Incumbent } from '../../../../shared/routing/session';
import { captureFault } from '../../../support/capture';
import { candidate } from '../../shared/routing/support';

/*
 * The property: whatever a user sets and whatever fails, no explicit choice is overridden, no
 * excluded model served, no capture missing. The real decision, fallback order and cooldown run
 * against a made-up world; only the providers and the rows are counted. A failing history names its seed.
 */

const HISTORIES = 100_000;
const REQUESTS = 4;

const FAILURES: readonly ProviderErrorCode[] = [
  'provider_auth_failed',
  'provider_rate_limited',
  'provider_error',
  'provider_timeout',
  'provider_unreachable',
  'provider_model_not_found',
  'provider_rejected',
];

/** Mulberry32: small, fast, and the same everywhere. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  roll(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.roll() * limit);
  }

  chance(share: number): boolean {
    return this.roll() < share;
  }

  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  some<T>(list: readonly T[], share: number): T[] {
    return list.filter(() => this.chance(share));
  }
}

const IDS = ['a/1', 'a/2', 'b/1', 'b/2', 'local/1'] as const;
const TEXT = TASK_NEEDS.general_assistant;

function world(dice: Dice): readonly Candidate[] {
  return IDS.map((id) =>
    candidate(id, {
      provider: id.split('/')[0] ?? '',
      local: id.startsWith('local'),
      availability: dice.chance(0.85) ? 'callable' : 'not_connected',
      typicalCostUsd: dice.chance(0.8) ? dice.below(20) / 1_000 : null,
      scores: {
        quality: dice.chance(0.85) ? dice.below(11) / 10 : null,
        latency: dice.roll(),
        cost: dice.roll(),
      },
    }),
  );
}

function limits(dice: Dice): Constraints {
  return {
    allowed: dice.chance(0.15) ? dice.some(IDS, 0.6) : null,
    excluded: dice.chance(0.4) ? dice.some(IDS, 0.3) : [],
    maxCostUsd: dice.chance(0.15) ? dice.below(20) / 1_000 : null,
    maxLatencyMs: null,
    localOnly: dice.chance(0.05),
    minQuality: dice.chance(0.1) ? dice.below(11) / 10 : null,
    dial: dice.chance(0.3) ? dice.pick(PREFERENCES) : null,
  };
}

/** What one request left behind and whom it called, in order. */
interface Left {
  outcomes: number;
  directCalls: number;
  readonly called: string[];
  served: string | null;
}

/** Calls like gateway/routed.ts: in the ranking's order, each with leave, until one answers or none can help. */
function serve(
  dice: Dice,
  cooldown: Cooldown,
  trace: DecisionTrace,
  byId: ReadonlyMap<string, Candidate>,
): Left {
  const left: Left = { outcomes: 1, directCalls: 0, called: [], served: null };
  const order = [trace.model, ...fallbackOrder(trace)].flatMap((id) => byId.get(id ?? '') ?? []);
  for (const [index, model] of order.entries()) {
    const last = index === order.length - 1 && left.called.length === 0;
    if (!cooldown.claim(model, last || trace.reason === 'pinned')) continue;
    left.called.push(model.id);
    if (dice.chance(0.08)) {
      cooldown.released(model);
      break;
    }
    if (dice.chance(0.5)) {
      cooldown.succeeded(model);
      left.served = model.id;
      break;
    }
    const code = dice.pick(FAILURES);
    const retryAfterMs = dice.chance(0.2) ? dice.below(60_000) : null;
    cooldown.failed(model, { code, message: '', status: 401, retryAfterMs });
    if (code === 'provider_rejected') break;
  }
  return left;
}

/** A named model: it and nobody else, whatever rests. */
function serveDirect(dice: Dice, cooldown: Cooldown, model: Candidate): Left {
  cooldown.claim(model, true);
  const well = dice.chance(0.6);
  if (well) cooldown.succeeded(model);
  else
    cooldown.failed(model, {
      code: 'provider_error',
      message: '',
      status: 500,
      retryAfterMs: null,
    });
  return { outcomes: 0, directCalls: 1, called: [model.id], served: well ? model.id : null };
}

/** Who passes every gate but rest and the dial: those guard the router's choices, not the user's. */
function hardEligible(list: readonly Candidate[], input: EligibilityContext): Set<string> {
  const { floor = null } = input;
  const hard = { ...input, floor: floor?.soft === true ? null : floor, coolingDown: undefined };
  return new Set(splitEligible(list, hard).eligible.map(({ id }) => id));
}

/** What is wrong with how a routed request went; null = nothing. */
function routedFault(
  input: DecisionInput,
  trace: DecisionTrace,
  left: Left,
  restingBefore: ReadonlySet<string>,
): string | null {
  const may = hardEligible(input.candidates, input);
  const outside = left.called.find((id) => !may.has(id));
  if (outside !== undefined) return `${outside} was called and is not eligible`;
  const excluded = left.called.find((id) => input.constraints.excluded.includes(id));
  if (excluded !== undefined) return `${excluded} is excluded and was called`;
  if (new Set(left.called).size < left.called.length) return 'one model was called twice';
  const { pin } = input;
  if (pin !== null && may.has(pin)) {
    return left.called.length === 1 && left.called[0] === pin
      ? null
      : `the pin ${pin} was overridden by ${left.called.join(', ')}`;
  }
  if (may.size > 0 && trace.model === null)
    return 'it was refused although somebody could serve it';
  if (may.size > 0 && left.called.length === 0) return 'nobody was called';
  const first = left.called[0];
  const awake = [...may].some((id) => !restingBefore.has(id) && aboveFloor(input, id));
  return first !== undefined && awake && restingBefore.has(first)
    ? `${first} rested and was called while another was free`
    : null;
}

/** Under an explicit floor only those count that clear it; the dial's yields. */
function aboveFloor({ candidates, floor = null }: DecisionInput, id: string): boolean {
  if (floor === null || floor.soft) return true;
  const quality = candidates.find((one) => one.id === id)?.scores.quality ?? null;
  return quality !== null && quality >= floor.value;
}

/** Plays one history; returns what went wrong. */
function play(seed: number): {
  readonly fault: string | null;
  readonly kinds: ReadonlySet<string>;
} {
  const dice = new Dice(seed);
  const kinds = new Set<string>();
  let now = 0;
  const cooldown = new Cooldown({ now: () => now, monotonic: () => now });
  const list = world(dice);
  const byId = new Map(list.map((one) => [one.id, one]));
  let incumbent: Incumbent | null = null;
  let constraints = limits(dice);
  for (let turn = 0; turn < REQUESTS; turn += 1) {
    now += dice.below(4_000);
    if (dice.chance(0.2)) constraints = limits(dice);
    const direct = dice.chance(0.2);
    const requestedModel = direct ? dice.pick(IDS) : 'auto';
    const target = readTarget(requestedModel);
    if (target.kind === 'unknown') return { fault: 'a name was not read', kinds };
    let fault: string | null;
    let left: Left;
    if (target.kind === 'direct') {
      const named = byId.get(requestedModel);
      if (named === undefined) return { fault: 'a named model is unknown', kinds };
      left = serveDirect(dice, cooldown, named);
      fault = left.called.join() === requestedModel ? null : 'a named model was swapped';
      kinds.add('direct');
    } else {
      const input: DecisionInput = {
        task: 'general_assistant',
        requestedModel,
        candidates: list,
        weights: { quality: 0.5, latency: 0.3, cost: 0.2 },
        weightsSource: 'task_default',
        needs: TEXT,
        constraints,
        requireCallable: true,
        pin: dice.chance(0.25) ? dice.pick(IDS) : null,
        incumbent,
        prefsVersion: 1,
        catalog: 'test',
        keyModels: dice.chance(0.1) ? dice.some(IDS, 0.7) : null,
        spendingLeftUsd: dice.chance(0.1) ? dice.below(20) / 1_000 : null,
        coolingDown: cooldown,
        floor: floorOf({
          hintMinQuality: dice.chance(0.05) ? dice.below(11) / 10 : null,
          storedMinQuality: constraints.minQuality,
          hint: null,
          dial: constraints.dial,
          live: true,
        }),
      };
      const resting = new Set(IDS.filter((id) => cooldown.has(id, id.split('/')[0] ?? '')));
      const trace = decideAuto(input);
      left = serve(dice, cooldown, trace, byId);
      fault = routedFault(input, trace, left, resting);
      kinds.add(trace.reason);
      if (trace.lastResort) kinds.add('last resort');
      if (trace.floor?.relaxed) kinds.add('relaxed floor');
      if (left.called.length > 1) kinds.add('fallback');
      if (left.served !== null) incumbent = { model: left.served, prefsVersion: 1 };
    }
    fault ??= captureFault(requestedModel, left);
    if (fault !== null) return { fault: `seed ${seed}, request ${turn}: ${fault}`, kinds };
  }
  return { fault: null, kinds };
}

it(`in ${HISTORIES} histories no explicit choice is overridden, no excluded model served, no capture missing`, () => {
  const kinds = new Map<string, number>();
  for (let seed = 1; seed <= HISTORIES; seed += 1) {
    const { fault, kinds: seen } = play(seed);
    if (fault !== null) expect.fail(fault);
    for (const kind of seen) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  // A world in which these never happen would prove nothing.
  for (const kind of [
    'direct',
    'pinned',
    'highest_score',
    'kept_in_conversation',
    'no_eligible_candidate',
    'no_candidate_clears_floor',
    'last resort',
    'relaxed floor',
    'fallback',
  ]) {
    expect([kind, (kinds.get(kind) ?? 0) > HISTORIES / 200]).toEqual([kind, true]);
  }
}, 120_000);
