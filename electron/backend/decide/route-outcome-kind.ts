import { readTarget } from './target';

/** Whether a request leaves an outcome row (`routed`) or none (`passthrough`) (S2-17, S2-18). */
export type RouteOutcomeKind = 'routed' | 'passthrough';

/** By the name that was asked for, read by the same resolver as the gateway's; null = no model at all. */
export function routeOutcomeKind(requestedModel: string): RouteOutcomeKind | null {
  const target = readTarget(requestedModel);
  if (target.kind === 'unknown') return null;
  return target.kind === 'routed' ? 'routed' : 'passthrough';
}
