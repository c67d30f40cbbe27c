import { describe, expect, it } from 'vitest';
import { SessionLedger } from '../../../../electron/backend/realtime/ledger';
import type { Reservation } from '../../../../electron/backend/spending/spending';

/** A ledger that sets a dollar aside for each answer, and what came of each: undefined = still set aside. */
function ledger(): { ledger: SessionLedger; settled: (number | null | undefined)[] } {
  const settled: (number | null | undefined)[] = [];
  const setAside = (): Reservation => {
    const at = settled.push(undefined) - 1;
    return { estimatedUsd: 1, settle: (cost) => (settled[at] ??= cost) };
  };
  const deps = {
    billing: { local: false, price: null },
    reserve: () => ({ ok: true, reservation: setAside() }) as const,
    now: () => 0,
    onAnswer: () => undefined,
  };
  return { ledger: new SessionLedger(deps, setAside()), settled };
}

const created = { type: 'response.created', response: { id: 'r' } };

describe('what is set aside for a live session', () => {
  // The first of two answers of one id was forgotten: its dollar stayed set aside for as long as the
  // server ran, and the daily cap shrank by it.
  it.each([
    ['asked for', (live: SessionLedger) => live.ask()],
    ['begun by the provider', () => null],
  ])('is free again when the provider names two answers alike: %s', (_, ask) => {
    const { ledger: live, settled } = ledger();
    for (let answer = 0; answer < 3; answer += 1) {
      ask(live);
      live.see(created);
    }
    live.see({ type: 'response.done', response: { id: 'r', status: 'completed' } });
    live.close();
    expect(settled).toEqual([null, null, null]);
    expect(live.figures).toMatchObject({ estimatedUsd: 3, costUsd: null });
  });

  it('is free again for what was asked for and never begun', () => {
    const { ledger: live, settled } = ledger();
    live.ask();
    live.ask();
    live.close();
    expect(settled).toEqual([0, 0]);
  });
});
