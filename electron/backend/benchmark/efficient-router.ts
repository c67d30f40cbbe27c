import type { Candidate, Constraints, RequestNeeds } from '@shared/routing/candidate';
import type { BenchmarkModel } from '@shared/api/benchmark';
import type { ClassifierRequest } from '@shared/routing/classifier-prompt';
import { decideEfficient } from '@shared/routing/efficient';
import type { EfficientDecision, EfficientMode } from '@shared/routing/efficient-types';
import { applyPreference, type Floor, type Preference } from '@shared/routing/quality-floor';
import type { RoutingTable } from '@shared/routing/routing-table';
import type { Identity } from '../auth';
import type { LiveClassifier } from './classify';

const SESSIONS = 5_000;
/** The table's own floor gives way to the best there is; one that was named does not (S2-8, S2-16). */
const NONE_PROVEN = {
  code: 'no_candidate',
  reason: 'no model of the routing table is proven to be as good as was asked for',
} as const;

export interface EfficientRequest {
  readonly uid: string;
  /** The API key that it came with; null = none. */
  readonly key: Identity['key'];
  /** Null = a request of its own: nothing is kept. */
  readonly conversationId: string | null;
  /** What passed the gates of eligibility. */
  readonly candidates: readonly Candidate[];
  readonly needs: RequestNeeds;
  readonly constraints: Constraints;
  readonly request: ClassifierRequest;
  readonly inToolLoop: boolean;
  /** The conversation's model by its outcomes, for a conversation that this process has not seen. */
  readonly incumbent: string | null;
  /** What the user or the caller wants at least (S2); null = the table's own accuracy. */
  readonly floor: EfficientFloor | null;
  /** Null = the config's. */
  readonly mode: EfficientMode | null;
  /** A look before sending: no model is asked for a label and the conversation keeps what it has. */
  readonly preview?: boolean;
  readonly signal: AbortSignal;
}

/** An explicit least accuracy wins (S2-8); the dial moves the table's own (S2-7). */
export type EfficientFloor =
  | { readonly kind: 'explicit'; readonly value: number }
  | { readonly kind: 'dial'; readonly preference: Preference };

/** @param live the dial's gate (S2-10): while false every position acts as balanced. */
export function efficientFloor(floor: Floor | null, live: boolean): EfficientFloor | null {
  if (floor === null) return null;
  if (floor.source === 'min_quality' || floor.source === 'preferences') {
    return { kind: 'explicit', value: floor.value };
  }
  return live && floor.preference !== null ? { kind: 'dial', preference: floor.preference } : null;
}

export interface EfficientRouter {
  /** Classifies and decides; never throws, and takes 2 s and a little at most (S4-31). */
  decide(request: EfficientRequest): Promise<EfficientDecision>;
  /** Tells which model served a turn in the end, when that was a fallback. */
  served(uid: string, conversationId: string, model: string): void;
}

export interface EfficientRouterDeps {
  readonly classifier: LiveClassifier;
  /** The served table; null = none, or it could not be read (S4-29). */
  readonly table: () => Promise<RoutingTable | null>;
  /** Classifier in force: override, winner, null = heuristic (S4-30). */
  readonly classifierModel: () => Promise<BenchmarkModel | null>;
  readonly mode: () => Promise<EfficientMode>;
  /** Whether a model runs on this machine. */
  readonly isLocal: (model: string) => boolean;
}

interface Session {
  /** Model that a model's label chose; null = only heuristics so far (S4-28). */
  anchor: string | null;
  /** Model of the last turn, whoever chose it: a tool loop stays with it. */
  last: string;
}

/** The strategy `auto/efficient` with what it remembers: labels, table and conversations. */
export function createEfficientRouter(deps: EfficientRouterDeps): EfficientRouter {
  const sessions = new Map<string, Session>();
  return {
    async decide(request) {
      const table = await deps.table();
      if (table === null)
        return decideEfficient(inputOf(request, null, null, null, 'cost_per_accuracy'));
      const session = sessionOf(request);
      const [classification, mode] = await Promise.all([
        deps.classifierModel().then((model) =>
          deps.classifier.classify({
            uid: request.uid,
            key: request.key,
            request: request.request,
            model: mayLabel(model, request.constraints) ? model : null,
            knownOnly: request.preview === true,
            signal: request.signal,
          }),
        ),
        request.mode ?? deps.mode(),
      ]);
      const decision = decideEfficient(
        inputOf(request, table, classification, incumbentOf(request, session), mode),
      );
      const below = decision.ok && decision.trace.reason === 'none_above_floor';
      if (below && request.floor?.kind === 'explicit') return { ok: false, decline: NONE_PROVEN };
      if (decision.ok && request.preview !== true)
        keep(request, session, decision.model, decision.trace.anchors);
      return decision;
    },

    served(uid, conversationId, model) {
      const session = sessions.get(`${uid}\0${conversationId}`);
      if (session !== undefined) session.last = model;
    },
  };

  /** A prompt that must stay on this machine, or away from a model, isn't shown to that model either. */
  function mayLabel(
    model: BenchmarkModel | null,
    { localOnly, excluded, allowed }: Constraints,
  ): boolean {
    if (model === null) return false;
    if (localOnly && !deps.isLocal(model.model)) return false;
    return !excluded.includes(model.model) && (allowed === null || allowed.includes(model.model));
  }

  function sessionOf({ uid, conversationId }: EfficientRequest): Session | null {
    return conversationId === null ? null : (sessions.get(`${uid}\0${conversationId}`) ?? null);
  }

  function keep(
    request: EfficientRequest,
    session: Session | null,
    model: string,
    anchors: boolean,
  ): void {
    const { uid, conversationId } = request;
    if (conversationId === null) return;
    const key = `${uid}\0${conversationId}`;
    sessions.delete(key);
    const oldest = sessions.size >= SESSIONS ? sessions.keys().next().value : undefined;
    if (oldest !== undefined) sessions.delete(oldest);
    sessions.set(key, { anchor: anchors ? model : (session?.anchor ?? null), last: model });
  }
}

function incumbentOf(request: EfficientRequest, session: Session | null): string | null {
  if (session === null) return request.incumbent;
  return request.inToolLoop ? session.last : session.anchor;
}

function inputOf(
  request: EfficientRequest,
  table: RoutingTable | null,
  classification: Parameters<typeof decideEfficient>[0]['classification'],
  incumbent: string | null,
  mode: EfficientMode,
): Parameters<typeof decideEfficient>[0] {
  const { candidates, needs, inToolLoop, floor } = request;
  return {
    candidates,
    needs,
    table,
    classification,
    incumbent: incumbent === null ? null : { model: incumbent },
    inToolLoop,
    dialFloor: floorValue(floor, table),
    mode,
  };
}

function floorValue(floor: EfficientFloor | null, table: RoutingTable | null): number | null {
  if (floor === null || table === null) return null;
  return floor.kind === 'explicit'
    ? floor.value
    : applyPreference(table.minAccuracy, floor.preference);
}
