import { describe, expect, it } from 'vitest';
import { createLog } from '../../../electron/backend/log';

function lines(): { log: ReturnType<typeof createLog>; written: string[] } {
  const written: string[] = [];
  return { log: createLog({ write: (line) => written.push(line), now: () => 0 }), written };
}

describe('the log', () => {
  it('is one line per entry, with time, level and fields', () => {
    const { log, written } = lines();
    log.warn('two\nlines', { path: '/x', error: new TypeError('no\r\nway') });
    expect(written).toEqual([
      '1970-01-01T00:00:00.000Z WARN two lines {"path":"/x","error":"TypeError: no\\r\\nway"}',
    ]);
  });

  it('shows no secret: by value, by pattern, by the name of its field', () => {
    const { log, written } = lines();
    log.secret('hush-hush-hush');
    log.info('with hush-hush-hush inside', {
      url: 'http://x/?k=hush-hush-hush',
      header: 'Bearer abc.def-123',
      echoed: 'Incorrect key sk-proj-abcdefgh12345678 given',
      apiKey: 'a',
      nested: { Authorization: 'b', token: 'c', deep: [{ password: 'd' }] },
    });
    const [line] = written;
    expect(line).not.toMatch(/hush|abc\.def|abcdefgh|:"[a-d]"/u);
    expect(line).toContain('[redacted]');
  });

  it('does not blank ordinary words for a short value', () => {
    const { log, written } = lines();
    log.secret('a');
    log.info('a plain message');
    expect(written[0]).toContain('a plain message');
  });
});
