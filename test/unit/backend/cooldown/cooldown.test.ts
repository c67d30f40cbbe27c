import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Cooldown, MAX_RESTING } from '../../../../electron/backend/cooldown/cooldown';
import { POLICIES, RETRY_AFTER_CAP_MS, waitMs } from '../../../../electron/backend/cooldown/policy';
import type {
  ProviderErrorCode,
  ProviderFailure,
} from '../../../../electron/backend/providers/provider';

let now = 0;
let cooldown: Cooldown;
beforeEach(() => {
  now = 1_000_000;
  cooldown = new Cooldown({ now: () => now, monotonic: () => now });
});

const model = (id: string, local = false) => ({ id, provider: id.split('/')[0] ?? id, local });
const A1 = model('a/1');
const A2 = model('a/2');
const B1 = model('b/1');
const L1 = model('ollama/1', true);

function failure(
  code: ProviderErrorCode,
  { retryAfterMs = null, status = null }: Partial<ProviderFailure> = {},
): ProviderFailure {
  return { code, message: '', status, retryAfterMs };
}

const rests = ({ id, provider }: { id: string; provider: string }) => cooldown.has(id, provider);

describe('what rests', () => {
  it('nothing at first, and nothing is remembered for it', () => {
    expect([rests(A1), cooldown.idle, cooldown.freeAt('a/1', 'a')]).toEqual([false, true, 0]);
  });

  it('a broken model for a short first time, and nobody else', () => {
    cooldown.failed(A1, failure('provider_error'));
    expect([rests(A1), rests(A2), rests(B1)]).toEqual([true, false, false]);
    now += 1_999;
    expect(rests(A1)).toBe(true);
    now += 1;
    expect(rests(A1)).toBe(false);
  });

  // An operator's catalog names models without their provider; the call names both.
  it('a model of a plain id as the one that was called', () => {
    cooldown.failed(model('openai/gpt-4o'), failure('provider_error'));
    expect(cooldown.has('gpt-4o', 'openai')).toBe(true);
    cooldown.succeeded({ id: 'gpt-4o', provider: 'openai', local: false });
    expect(cooldown.idle).toBe(true);
  });

  it('a rate-limited one for as long as its Retry-After says', () => {
    cooldown.failed(A1, failure('provider_rate_limited', { retryAfterMs: 30_000 }));
    expect(cooldown.freeAt('a/1', 'a')).toBe(now + 30_000);
    expect(rests(A2)).toBe(false);
  });

  it('a Retry-After of a year does not shut a model out for a year', () => {
    cooldown.failed(A1, failure('provider_rate_limited', { retryAfterMs: 365 * 86_400_000 }));
    expect(cooldown.freeAt('a/1', 'a')).toBe(now + RETRY_AFTER_CAP_MS);
  });

  it('the whole provider when it refuses the key', () => {
    cooldown.failed(A1, failure('provider_auth_failed', { status: 401 }));
    expect([rests(A1), rests(A2), rests(B1)]).toEqual([true, true, false]);
  });

  // A key without leave for one model must not lose the others.
  it('the model alone when it is forbidden', () => {
    cooldown.failed(A1, failure('provider_auth_failed', { status: 403 }));
    expect([rests(A1), rests(A2)]).toEqual([true, false]);
  });

  it('nothing when the request itself was at fault', () => {
    cooldown.failed(A1, failure('provider_rejected', { status: 400 }));
    expect(cooldown.idle).toBe(true);
  });

  it('nothing after the providers were set up anew', () => {
    cooldown.failed(A1, failure('provider_auth_failed', { status: 401 }));
    cooldown.failed(B1, failure('provider_error'));
    cooldown.reset('a');
    expect([rests(A1), rests(B1)]).toEqual([false, true]);
    cooldown.reset(null);
    expect(cooldown.idle).toBe(true);
  });
});

describe('half-open', () => {
  beforeEach(() => {
    cooldown.failed(A1, failure('provider_error'));
    now += 2_000;
  });

  it('lets exactly one request try when the wait is over', () => {
    expect([cooldown.claim(A1), cooldown.claim(A1), rests(A1)]).toEqual([true, false, true]);
  });

  it('its success clears the model', () => {
    cooldown.claim(A1);
    cooldown.succeeded(A1);
    expect([cooldown.claim(A1), cooldown.claim(A1), cooldown.idle]).toEqual([true, true, true]);
  });

  it('its failure doubles the wait, up to a cap', () => {
    const waits: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      expect(cooldown.claim(A1)).toBe(true);
      cooldown.failed(A1, failure('provider_error'));
      waits.push(cooldown.freeAt('a/1', 'a') - now);
      now = cooldown.freeAt('a/1', 'a');
    }
    expect(waits.slice(0, 4)).toEqual([4_000, 8_000, 16_000, 32_000]);
    expect(waits.at(-1)).toBe(POLICIES.error.capMs);
  });

  it('a caller who hangs up gives the leave back', () => {
    cooldown.claim(A1);
    cooldown.released(A1);
    expect(cooldown.claim(A1)).toBe(true);
  });

  it('a probe that nobody reports on does not shut the model for ever', () => {
    cooldown.claim(A1);
    now += 60_000;
    expect(cooldown.claim(A1)).toBe(true);
  });

  it('an explicit choice goes whatever stands here', () => {
    cooldown.claim(A1);
    expect(cooldown.claim(A1, true)).toBe(true);
  });
});

it('a hundred requests that fail together are one failure', () => {
  for (let count = 0; count < 100; count += 1) cooldown.failed(A1, failure('provider_error'));
  expect(cooldown.freeAt('a/1', 'a')).toBe(now + 2_000);
});

it('failures long ago are forgotten: the next first wait is short again', () => {
  for (let round = 0; round < 6; round += 1) {
    cooldown.failed(A1, failure('provider_error'));
    now = cooldown.freeAt('a/1', 'a');
  }
  now += 11 * 60_000;
  cooldown.failed(A1, failure('provider_error'));
  expect(cooldown.freeAt('a/1', 'a')).toBe(now + 2_000);
});

describe('a dead network', () => {
  const unreachable = failure('provider_unreachable');

  it('one unreachable provider rests whole', () => {
    cooldown.succeeded(B1);
    cooldown.failed(A1, unreachable);
    expect([rests(A1), rests(A2), rests(B1), cooldown.networkDown]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  // The laptop leaves the train: every provider would rest for a minute after the network is back.
  it('is held against nobody', () => {
    cooldown.failed(A1, unreachable);
    now += 3_000;
    cooldown.failed(B1, unreachable);
    expect([rests(A1), rests(B1), cooldown.networkDown]).toEqual([false, false, true]);
    cooldown.failed(A2, unreachable);
    expect(rests(A2)).toBe(false);
  });

  it('is over at the first answer, of whatever kind; then one is judged alone again', () => {
    cooldown.failed(A1, unreachable);
    cooldown.failed(B1, unreachable);
    cooldown.failed(A1, failure('provider_rate_limited'));
    expect([cooldown.networkDown, rests(A1), rests(A2)]).toEqual([false, true, false]);
    cooldown.failed(B1, unreachable);
    expect([cooldown.networkDown, rests(B1)]).toEqual([false, true]);
  });

  it('is not concluded from failures far apart, nor from a server on this machine', () => {
    cooldown.failed(A1, unreachable);
    now += 20_000;
    cooldown.failed(B1, unreachable);
    expect(cooldown.networkDown).toBe(false);
    cooldown.reset(null);
    cooldown.failed(L1, unreachable);
    expect([cooldown.networkDown, rests(L1)]).toEqual([false, true]);
  });

  it('leaves a broken key broken', () => {
    cooldown.failed(A2, failure('provider_auth_failed', { status: 401 }));
    now += 1_000;
    cooldown.failed(A1, unreachable);
    cooldown.failed(B1, unreachable);
    expect([rests(A1), rests(B1)]).toEqual([true, false]);
  });
});

it('remembers no more than a fixed number', () => {
  for (let count = 0; count < MAX_RESTING + 50; count += 1) {
    cooldown.failed(model(`a/${count}`), failure('provider_error'));
  }
  expect(rests(model('a/0'))).toBe(false);
  expect(rests(model(`a/${MAX_RESTING + 49}`))).toBe(true);
});

describe('for any history', () => {
  const codes: readonly ProviderErrorCode[] = [
    'provider_auth_failed',
    'provider_model_not_found',
    'provider_rate_limited',
    'provider_rejected',
    'provider_error',
    'provider_timeout',
    'provider_cut_stream',
    'provider_bad_answer',
  ];
  const step = fc.record({
    at: fc.integer({ min: 0, max: 20_000 }),
    who: fc.constantFrom(A1, A2, B1, L1),
    what: fc.constantFrom<ProviderErrorCode | 'success' | 'hang up'>(
      ...codes,
      'success',
      'hang up',
    ),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 10_000_000 })),
  });

  it('never two under way while half-open; a success clears; every wait ends', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        now = 0;
        cooldown = new Cooldown({ now: () => now, monotonic: () => now });
        for (const { at, who, what, retryAfterMs } of steps) {
          now += at;
          const free = !rests(who);
          expect(cooldown.claim(who)).toBe(free);
          if (!free) continue;
          const wasResting = cooldown.freeAt(who.id, who.provider) > 0;
          if (wasResting) expect(cooldown.claim(who)).toBe(false);
          if (what === 'success') {
            cooldown.succeeded(who);
            expect(rests(who)).toBe(false);
          } else if (what === 'hang up') {
            cooldown.released(who);
            expect(rests(who)).toBe(false);
          } else {
            cooldown.failed(who, failure(what, { retryAfterMs, status: 401 }));
            expect(rests(who)).toBe(what !== 'provider_rejected');
            const wait = cooldown.freeAt(who.id, who.provider) - now;
            expect(wait).toBeLessThanOrEqual(RETRY_AFTER_CAP_MS);
            if (what !== 'provider_rejected' && retryAfterMs !== null) {
              expect(wait).toBeGreaterThanOrEqual(Math.min(retryAfterMs, RETRY_AFTER_CAP_MS));
            }
          }
        }
        now += RETRY_AFTER_CAP_MS;
        for (const who of [A1, A2, B1, L1]) expect(rests(who)).toBe(false);
      }),
    );
  });

  it('waits grow, and never beyond the cap or short of Retry-After', () => {
    const anyPolicy = fc.constantFrom(...Object.values(POLICIES));
    fc.assert(
      fc.property(anyPolicy, fc.integer({ min: 1, max: 5_000 }), (policy, failures) => {
        const wait = waitMs(policy, failures, null);
        expect(wait).toBeLessThanOrEqual(policy.capMs);
        expect(waitMs(policy, failures + 1, null)).toBeGreaterThanOrEqual(wait);
        expect(waitMs(policy, 1, null)).toBe(policy.firstMs);
      }),
    );
  });
});
