import { decideBodySchema, type DecideResponse } from '@shared/api/benchmark';
import { readHints } from '@shared/api/hints';
import { splitEligible } from '@shared/routing/eligibility';
import type { EfficientDecision } from '@shared/routing/efficient-types';
import { efficientFloor } from '../benchmark/efficient-router';
import type { Benchmark } from '../benchmark/benchmark';
import { efficientFacts } from '../benchmark/read-request';
import { candidatesOf, policyFor } from '../decide/decide-request';
import { effectiveFor } from '../decide/effective';
import { readFacts } from '../decide/needs';
import { ApiError, jsonBody, parse, route, type RouteDeps, type Router } from './http';

/** `POST /v1/router/decide`: which model `auto/efficient` would take, without taking it. */
export function benchmarkDecideRoute(app: Router, { ctx }: RouteDeps, { router }: Benchmark): void {
  route(app, '/v1/router/decide', {
    POST: async (c) => {
      const { identity } = c.var;
      const { uid } = identity;
      const body = parse(decideBodySchema, await jsonBody(c));
      const read = readHints(body, c.req.header());
      if (!read.ok) throw new ApiError('invalid_request', read.message);
      const facts = readFacts(body);
      const { task } = facts;
      const conversationId = body.conversation_id ?? null;
      const [prefs, incumbent] = await Promise.all([
        ctx.store.prefs.get(uid),
        conversationId === null ? null : ctx.store.outcomes.incumbent(uid, conversationId, task),
      ]);
      const live = ctx.preferenceLive();
      const effective = effectiveFor(prefs, task, null, { hints: read.hints, live });
      const { eligible } = splitEligible(candidatesOf(ctx, { task, facts }), {
        needs: facts.needs,
        constraints: effective.constraints,
        requireCallable: true,
        ...policyFor(ctx, identity),
      });
      const decision = await router.decide({
        uid,
        key: identity.key,
        conversationId,
        candidates: eligible,
        needs: facts.needs,
        constraints: effective.constraints,
        ...efficientFacts(body.messages, facts.needs),
        incumbent: incumbent?.model ?? null,
        floor: efficientFloor(effective.floor, live),
        mode: body.mode ?? null,
        signal: c.req.raw.signal,
      });
      return c.json(responseOf(decision, ctx.newId()));
    },
  });
}

function responseOf(decision: EfficientDecision, id: string): DecideResponse {
  if (!decision.ok) return { decision: null, reason: decision.decline.reason };
  const { trace, model, effort } = decision;
  const { classification } = trace;
  return {
    decision: {
      model,
      tier: trace.tier,
      sticky: trace.sticky,
      classifier: {
        source: classification.source,
        model: classification.model,
        cached: classification.cached,
        cost_usd: classification.costUsd,
        ms: classification.ms,
        output: classification.output,
      },
      reason: trace.reason,
      decision_id: id,
      effort,
      trace,
    },
    reason: trace.reason,
  };
}
