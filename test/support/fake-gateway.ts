import type { KeyWire } from '@shared/api/keys';
import type { UsageResponse, UsageRow } from '@shared/api/outcomes';
import type { SpendingResponse } from '@shared/api/spending';
import type { Api } from '@shared/ipc/api';
import { ok } from './fake-result';

export interface FakeGatewayState {
  keys: readonly KeyWire[];
  usage: UsageResponse;
  spending: SpendingResponse;
}

export const NO_USAGE: UsageRow = {
  group: '',
  label: '',
  calls: 0,
  routed: 0,
  direct: 0,
  failed: 0,
  costUsd: 0,
  unknownCostCount: 0,
  promptTokens: 0,
  completionTokens: 0,
  cachedTokens: 0,
  p50Ms: null,
  p95Ms: null,
  firstTokenP50Ms: null,
  firstTokenP95Ms: null,
};

export const NO_SPENDING: SpendingResponse = {
  day: '2026-01-01',
  resets_at: '2026-01-02T00:00:00.000Z',
  daily_cap_usd: null,
  spent_usd: 0,
  unknown_cost_count: 0,
  assumed_usd: 0,
  reserved_usd: 0,
  left_usd: null,
};

/** Keys, usage and spending as main would answer them, out of the fake's state. */
export function fakeGateway(state: FakeGatewayState, nextId: () => string): Api['gateway'] {
  return {
    keys: () => ok(state.keys),
    makeKey: ({ name, strategies, models, daily_cap_usd }) => {
      const made: KeyWire = {
        id: nextId(),
        name,
        hint: 'ar-1a2b',
        uid: 'local',
        strategies: strategies ?? null,
        models: models ?? null,
        daily_cap_usd: daily_cap_usd ?? null,
        spent_today_usd: 0,
        created_at: new Date(0).toISOString(),
        last_used_at: null,
        revoked_at: null,
      };
      state.keys = [...state.keys, made];
      return ok({ ...made, key: 'ar-1a2b-the-whole-key' });
    },
    revokeKey: ({ id }) => {
      state.keys = state.keys.map((key) =>
        key.id === id ? { ...key, revoked_at: new Date(0).toISOString() } : key,
      );
      return ok(state.keys);
    },
    watch: () => ok(undefined),
    usage: ({ group }) => ok({ ...state.usage, group }),
    spending: () => ok(state.spending),
    setDailyCap: ({ usd }) => {
      state.spending = { ...state.spending, daily_cap_usd: usd };
      return ok(state.spending);
    },
  };
}
