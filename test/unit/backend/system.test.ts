import { expect, it } from 'vitest';
import { newId } from '../../../electron/backend/system';

// Ids that don't grow scatter each request's rows over the whole file.
it('ids are UUIDs of version 7: they grow with time and are all different', () => {
  const before = Date.now();
  const ids = Array.from({ length: 1_000 }, newId);
  for (const id of ids) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const at = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  }
  expect(new Set(ids).size).toBe(1_000);
});
