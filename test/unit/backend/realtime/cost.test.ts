import { describe, expect, it } from 'vitest';
import { answerCost } from '../../../../electron/backend/realtime/cost';
import {
  readEvent,
  readResponse,
  type RealtimeUsage,
} from '../../../../electron/backend/realtime/events';
import type { Price } from '../../../../shared/routing/candidate';

const PRICE: Price = {
  inputPerMTok: 4,
  outputPerMTok: 24,
  cacheReadPerMTok: 0.4,
  perMinute: null,
  audioInputPerMTok: 32,
  audioOutputPerMTok: 64,
  audioCacheReadPerMTok: 0.5,
};

function usage(input: object, output: object): RealtimeUsage | null {
  const response = {
    id: 'r',
    status: 'completed',
    usage: { input_token_details: input, output_token_details: output },
  };
  const event = readEvent(JSON.stringify({ type: 'response.done', response }));
  return event === null ? null : (readResponse(event)?.usage ?? null);
}

const OUT = { text_tokens: 10, audio_tokens: 100 };

describe('what one answer of a session cost', () => {
  it('each kind of token has its own price, cached ones too', () => {
    const all = usage(
      {
        text_tokens: 1_000,
        audio_tokens: 500,
        cached_tokens: 600,
        cached_tokens_details: { text_tokens: 400, audio_tokens: 200 },
      },
      OUT,
    );
    const usd = (600 * 4 + 400 * 0.4 + 300 * 32 + 200 * 0.5 + 10 * 24 + 100 * 64) / 1e6;
    expect(answerCost({ local: false, price: PRICE }, all)).toBeCloseTo(usd, 12);
  });

  // A made-up number would be taken for a real one, and the caps would count it.
  it.each([
    ['nothing reported', null, PRICE],
    ['no price at all', usage({ text_tokens: 1, audio_tokens: 1 }, OUT), null],
    [
      'sound without a price for sound',
      usage({ text_tokens: 1, audio_tokens: 1 }, OUT),
      { inputPerMTok: 4, outputPerMTok: 24, cacheReadPerMTok: 0.4, perMinute: null },
    ],
    [
      'cached tokens of an unknown kind',
      usage({ text_tokens: 9, audio_tokens: 9, cached_tokens: 5 }, OUT),
      PRICE,
    ],
    ['pictures', usage({ text_tokens: 9, audio_tokens: 9, image_tokens: 5 }, OUT), PRICE],
  ])('is unknown: %s', (_, used, price) => {
    expect(answerCost({ local: false, price }, used)).toBeNull();
  });

  it('is nothing on this machine, and what was not used needs no price', () => {
    expect(answerCost({ local: true, price: null }, null)).toBe(0);
    const text = usage({ text_tokens: 1_000_000 }, { text_tokens: 0 });
    const price = { inputPerMTok: 4, outputPerMTok: null, cacheReadPerMTok: null, perMinute: null };
    expect(answerCost({ local: false, price }, text)).toBe(4);
  });
});
