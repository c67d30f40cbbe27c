import { expect, test } from 'vitest';
import { createPressGate } from '../../../../renderer/features/voice/press-gate';

test('a press that began in another program stays one when the window gets the focus and sees it repeat', () => {
  const gate = createPressGate();
  expect(gate.down('anywhere')).toBe(true);
  expect(gate.down('window')).toBe(false);
  expect(gate.up('window')).toBe(false); // the window's key-up, or its loss of focus
  expect(gate.up('anywhere')).toBe(true);
  expect(gate.up('anywhere')).toBe(false);
});

test('after the end of a press the next one may come from either side', () => {
  const gate = createPressGate();
  gate.down('window');
  expect(gate.down('anywhere')).toBe(false);
  expect(gate.up('window')).toBe(true);
  expect(gate.down('anywhere')).toBe(true);
});
