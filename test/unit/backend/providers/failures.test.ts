import { describe, expect, it } from 'vitest';
import {
  failureOf,
  failureOfError,
  failureOfStatus,
  readRetryAfter,
  upstreamMessage,
} from '../../../../electron/backend/providers/failures';

const SOURCE = {
  name: 'Acme',
  origin: 'https://api.acme.test',
  key: 'secret-value-42',
  model: 'big-1',
  now: Date.UTC(2026, 0, 1, 12, 0, 0),
};

const answer = (status: number, body = '', retryAfter?: string) =>
  failureOfStatus({ status, body, retryAfter }, SOURCE);

describe('failureOfStatus', () => {
  it.each([
    [301, 'provider_bad_answer'],
    [400, 'provider_rejected'],
    [401, 'provider_auth_failed'],
    [402, 'provider_auth_failed'],
    [403, 'provider_auth_failed'],
    [404, 'provider_model_not_found'],
    [408, 'provider_timeout'],
    [413, 'provider_rejected'],
    [422, 'provider_rejected'],
    [429, 'provider_rate_limited'],
    [500, 'provider_error'],
    [503, 'provider_error'],
    [529, 'provider_error'],
  ])('%i is %s', (status, code) => {
    expect(answer(status)).toMatchObject({ code, status });
  });

  it('says who, what it says, what is safe and what to do', () => {
    const body = JSON.stringify({ error: { message: 'max_tokens is too large' } });
    expect(answer(400, body).message).toBe(
      'Acme rejected the request (400). It says: "max_tokens is too large". Your message is safe. Change the request, or choose another model.',
    );
    expect(answer(404).message).toContain('the model "big-1"');
    expect(failureOf('provider_unreachable', 'No route.', SOURCE).message).toContain(SOURCE.origin);
  });

  // Upstreams echo the key that they refuse; the message goes to the screen and the log.
  it('never shows a key', () => {
    const leaked = [
      `Incorrect API key: ${SOURCE.key}`,
      'Incorrect API key provided: sk-proj-ab***********yz12',
      'header was Bearer abc.def-ghi',
    ];
    for (const said of leaked) {
      const { message } = answer(401, JSON.stringify({ error: said }));
      expect(message).toContain('[key]');
      expect(message).not.toMatch(/secret-value|yz12|abc\.def/);
    }
  });
});

describe('upstreamMessage', () => {
  it.each([
    ['{"error":{"message":"one"}}', 'one'],
    ['{"error":"two"}', 'two'],
    ['{"message":"three"}', 'three'],
    ['{"detail":"four"}', 'four'],
    ['[{"error":{"message":"five"}}]', 'five'],
    ['plain text', 'plain text'],
    ['<html>bad gateway</html>', null],
    ['{"unknown":1}', null],
    ['', null],
  ])('%s', (body, message) => {
    expect(upstreamMessage(body)).toBe(message);
  });

  it('is cut to a readable length', () => {
    expect(upstreamMessage('x'.repeat(10_000))?.length).toBeLessThan(700);
  });
});

describe('readRetryAfter', () => {
  // A date read as seconds waits for years; one in the past must not be negative.
  it.each([
    ['7', 7000],
    ['0.5', 500],
    ['0', 0],
    ['-3', 0],
    ['Thu, 01 Jan 2026 12:00:30 GMT', 30_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('%s is %s ms', (value, ms) => {
    expect(readRetryAfter(value, SOURCE.now)).toBe(ms);
  });
});

describe('failureOfError', () => {
  // A key with a line break or a letter beyond ASCII was told as "could not be reached".
  it('blames the key for what cannot be sent in a header', () => {
    const error = Object.assign(new Error('invalid x-api-key header'), {
      code: 'UND_ERR_INVALID_ARG',
    });
    expect(failureOfError(error, SOURCE, false).code).toBe('provider_auth_failed');
  });
});
