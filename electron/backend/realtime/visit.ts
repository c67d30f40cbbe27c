import type { ActivityHandle } from '../activity/activity';
import type { Identity } from '../auth';
import type { GatewayError } from '../gateway/errors';
import type { Door } from './door';
import type { RealtimeLimits } from './limits';
import type { RealtimeRequest } from './request';

/** One caller of a live session, from the door to the end. */
export interface Visit {
  readonly identity: Identity;
  readonly request: RealtimeRequest;
  readonly door: Door;
  readonly activity: ActivityHandle;
  readonly limits: RealtimeLimits;
  /** Aborted when the gateway closes. */
  readonly signal: AbortSignal;
  refuse(error: GatewayError, headers?: Readonly<Record<string, string>>): void;
  /** The caller went away while he waited. */
  drop(): void;
}
