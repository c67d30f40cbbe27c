import type { CompareEstimate, CompareEstimateRow, CompareResponse } from '@shared/api/compare';
import type { ErrorCode } from '@shared/api/errors';
import type { Candidate } from '@shared/routing/candidate';
import type { Identity } from '../auth';
import { addCost } from '../benchmark/model-call';
import type { BackendContext } from '../context';
import { candidatesOf } from '../decide/decide-request';
import { readTarget } from '../decide/target';
import { keyRefusal } from '../keys/key-rules';
import type { Reservation } from '../spending/spending';
import { type Asked, askContender, chatOf } from './compare-call';
import { canonicalModel } from './model-names';

const PER_TOKEN = 1e-6;

/** Why a comparison was not begun: nothing was sent and nothing spent. */
export interface NotCompared {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
}

/** A comparison that may begin. */
export interface Comparison {
  readonly ok: true;
  readonly estimate: CompareEstimate;
  /** Asks all models at once. Never throws for what a provider does: each answer has its own end. */
  readonly run: (signal: AbortSignal) => Promise<CompareResponse | NotCompared>;
}

/** One model of a comparison. */
interface Contender {
  readonly candidate: Candidate;
  readonly row: CompareEstimateRow;
}

/**
 * One prompt to several models (S1-21), metered: what it may cost is known before, every call is
 * recorded like any other direct call (S2-17) and counts against the caps of the day.
 */
export function compare(
  ctx: BackendContext,
  identity: Identity,
  asked: Asked,
): Comparison | NotCompared {
  const { facts } = chatOf(asked);
  const known = candidatesOf(ctx, { task: asked.task, facts });
  const all = [
    ...known,
    ...ctx.catalog.practiceFor(asked.task).filter(({ id }) => !known.some((k) => k.id === id)),
  ];
  const contenders: Contender[] = [];
  for (const given of asked.models) {
    const id = canonicalModel(all, given);
    const candidate = all.find((row) => row.id === id);
    if (candidate === undefined) {
      const ids = all.map((row) => row.id).join(', ');
      return refused('unknown_model', `no candidate is called ${given}; there are: ${ids}`);
    }
    if (contenders.some((other) => other.candidate.id === candidate.id)) {
      return refused('invalid_request', `models: ${candidate.id} is named twice`);
    }
    const target = readTarget(candidate.id);
    const refusal = keyRefusal(identity, target);
    if (refusal !== null) return { ok: false, ...refusal };
    contenders.push({
      candidate,
      row: estimateOf(candidate, facts.needs.promptTokens ?? 0, asked),
    });
  }
  if (new Set(contenders.map(({ candidate }) => candidate.practice)).size > 1) {
    return refused('invalid_request', 'models: practice models and real ones are never compared');
  }
  const estimate: CompareEstimate = {
    models: contenders.map(({ row }) => row),
    estimated_usd: sum(contenders.map(({ row }) => row.estimated_usd)),
    at_most_usd: sum(contenders.map(({ row }) => row.at_most_usd)),
    left_usd: ctx.spending.leftUsd(identity),
  };
  const run = async (signal: AbortSignal): Promise<CompareResponse | NotCompared> => {
    const cap = asked.max_cost_usd;
    const atMost = estimate.at_most_usd;
    if (cap !== undefined && (atMost === null || atMost > cap)) {
      const is = atMost === null ? 'a price is unknown' : `it could cost $${atMost.toFixed(4)}`;
      return refused(
        'spending_cap_reached',
        `The comparison may cost $${cap}, and ${is}. Nothing was sent.`,
      );
    }
    const reserved = reserveAll(ctx, identity, contenders);
    if (!reserved.ok) return reserved;
    const answers = await Promise.all(
      contenders.map(({ candidate }, at) =>
        askContender(ctx, identity, asked, candidate, reserved.reservations[at], signal),
      ),
    );
    return {
      task: asked.task,
      answers,
      cost_usd: sum(answers.map(({ cost_usd }) => cost_usd)),
    };
  };
  return { ok: true, estimate, run };
}

function estimateOf(candidate: Candidate, promptTokens: number, asked: Asked): CompareEstimateRow {
  const { id, name, local, price, typicalCostUsd } = candidate;
  const input = price?.inputPerMTok ?? null;
  const output = price?.outputPerMTok ?? null;
  const most =
    input === null || output === null
      ? null
      : (promptTokens * input + asked.max_tokens * output) * PER_TOKEN;
  return {
    model: id,
    name,
    local,
    estimated_usd: local ? 0 : typicalCostUsd,
    at_most_usd: local ? 0 : most,
  };
}

/** All or nothing: half a comparison is no comparison, and would have been paid for. */
function reserveAll(
  ctx: BackendContext,
  identity: Identity,
  contenders: readonly Contender[],
): { readonly ok: true; readonly reservations: readonly Reservation[] } | NotCompared {
  const reservations: Reservation[] = [];
  for (const { row } of contenders) {
    const reserved = ctx.spending.reserve(identity, {
      local: row.local,
      estimatedUsd: row.at_most_usd,
    });
    if (!reserved.ok) {
      for (const reservation of reservations) reservation.settle(0);
      return refused('spending_cap_reached', reserved.message);
    }
    reservations.push(reserved.reservation);
  }
  return { ok: true, reservations };
}

function sum(costs: readonly (number | null)[]): number | null {
  return costs.reduce<number | null>(addCost, 0);
}

function refused(code: ErrorCode, message: string): NotCompared {
  return { ok: false, code, message };
}
