import { ERROR_CODES } from '@shared/api/errors';
import { IPC_ERROR_CODES } from '@shared/ipc/result';
import { beforeAll, describe, expect, it } from 'vitest';
import { errorText } from '../../../../renderer/components/error-text';
import { initTexts } from '../../../../renderer/texts';

beforeAll(initTexts);

describe('error texts', () => {
  it.each([...Object.keys(ERROR_CODES), ...IPC_ERROR_CODES])(
    '%s has words of its own, not the code or the general text',
    (code) => {
      const text = errorText(code);
      expect(text.title).not.toContain('_');
      expect(text.title).not.toBe(errorText('unknown').title);
      expect(text.body.length).toBeGreaterThan(10);
    },
  );

  it('has a text for a code it does not know', () => {
    expect(errorText('made_up').title).toBe('Something went wrong');
    expect(errorText('constructor').title).toBe('Something went wrong');
  });
});
