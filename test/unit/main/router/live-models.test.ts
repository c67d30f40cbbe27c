import { expect, test } from 'vitest';
import { createLiveModels } from '../../../../electron/main/router/live-models';
import { listLog, memoryFile } from '../support';

test('what the router said is known at the next start, before it is asked again', () => {
  const file = memoryFile();
  const before = createLiveModels(file, listLog());
  expect(before.has('openai/gpt-realtime')).toBe(false);
  before.store(['openai/gpt-realtime']);
  const next = createLiveModels(file, listLog());
  expect([next.has('openai/gpt-realtime'), next.has('openai/gpt'), next.has(null)]).toEqual([
    true,
    false,
    false,
  ]);
  next.store([]);
  expect(createLiveModels(file, listLog()).has('openai/gpt-realtime')).toBe(false);
});

test('a file that holds something else is an empty list', () => {
  const file = memoryFile({ autoRouterLiveModels: 'openai/gpt-realtime' });
  expect(createLiveModels(file, listLog()).has('openai/gpt-realtime')).toBe(false);
});
