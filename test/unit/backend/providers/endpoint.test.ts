import { describe, expect, it } from 'vitest';
import { readEndpoint } from '../../../../electron/backend/providers/endpoint';

describe('readEndpoint', () => {
  // `/v1/v1/models`, `//models` and the like: the commonest reason for a 404 at first set-up.
  it.each([
    ['https://api.openai.com/v1', '/v1/models'],
    ['https://api.openai.com/v1/', '/v1/models'],
    ['https://api.openai.com', '/v1/models'],
    ['http://127.0.0.1:11434/', '/v1/models'],
    ['https://openrouter.ai/api/v1', '/api/v1/models'],
    ['https://openrouter.ai/api', '/api/v1/models'],
    ['https://host/v1beta/openai/', '/v1beta/openai/models'],
    ['https://host/api/paas/v4', '/api/paas/v4/models'],
    ['https://host/v1/chat/completions', '/v1/models'],
    ['https://host/openai/v1?api-version=2024-06-01', '/openai/v1/models?api-version=2024-06-01'],
  ])('%s asks %s', (baseUrl, path) => {
    expect(readEndpoint(baseUrl).path('/models')).toBe(path);
  });

  // A model elsewhere that counts as local would be free and pass "local only".
  it.each([
    ['http://localhost:1234', true],
    ['http://127.0.0.1:8080/v1', true],
    ['http://[::1]:8080', true],
    ['http://192.168.1.5:11434', false],
    ['https://localhost.example.com', false],
    ['https://127.0.0.1.example.com', false],
  ])('%s is on this machine: %s', (baseUrl, local) => {
    expect(readEndpoint(baseUrl).local).toBe(local);
  });
});
