import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { NumberField } from '../../../../renderer/components/number-field';
import { initTexts } from '../../../../renderer/texts';

beforeAll(initTexts);
afterEach(cleanup);

function Field() {
  const [value, setValue] = useState<number | null>(20);
  return <NumberField label="Share" value={value} min={0} max={30} onChange={setValue} />;
}

it('shows what it holds after Enter (bug: 95 stayed where 30 is the most)', () => {
  render(<Field />);
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'Share' });
  act(() => input.focus());
  fireEvent.change(input, { target: { value: '95' } });
  fireEvent.keyDown(input, { key: 'Enter' });
  expect(input.value).toBe('30');
  expect(document.activeElement).toBe(input);
});
