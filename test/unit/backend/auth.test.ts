import { describe, expect, it } from 'vitest';
import {
  createAuthenticator,
  isLoopbackHostHeader,
  sameSecret,
} from '../../../electron/backend/auth';

describe('createAuthenticator', () => {
  const authenticate = createAuthenticator([
    { token: 'first-token', uid: 'ann', owner: true },
    { token: 'second-token', uid: 'bob', owner: false },
  ]);

  it('knows each user by their own token', () => {
    expect(authenticate('Bearer first-token')).toEqual({ uid: 'ann', owner: true, key: null });
    expect(authenticate('bearer second-token')).toEqual({ uid: 'bob', owner: false, key: null });
  });

  it('knows nobody by anything else', () => {
    for (const header of [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      'first-token',
      'Basic first-token',
      'Bearer first-tokenX',
      'Bearer first-toke',
      'Bearer first-token second-token',
    ]) {
      expect(authenticate(header)).toBeNull();
    }
  });

  it('an empty token never lets anybody in', () => {
    const open = createAuthenticator([{ token: '', uid: 'x', owner: true }]);
    expect(open('Bearer ')).toBeNull();
  });
});

it('sameSecret compares texts of any length', () => {
  expect(sameSecret('a', 'a')).toBe(true);
  expect(sameSecret('a', 'ab')).toBe(false);
});

it('isLoopbackHostHeader takes loopback names alone', () => {
  for (const host of ['127.0.0.1', '127.0.0.1:80', 'localhost:1', 'LOCALHOST', '[::1]:9']) {
    expect(isLoopbackHostHeader(host)).toBe(true);
  }
  for (const host of [
    undefined,
    '',
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil:80',
  ]) {
    expect(isLoopbackHostHeader(host)).toBe(false);
  }
});
