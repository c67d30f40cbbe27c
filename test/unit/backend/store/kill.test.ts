import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { tempDir, testStore } from '../../../support/store';

const WRITER = new URL('../../../support/store-writer.ts', import.meta.url).pathname;

describe('kill -9 in a stream of writes', () => {
  it('loses no outcome that was acknowledged, and closes the open one as interrupted', async () => {
    const dir = tempDir();
    const child = spawn(process.execPath, ['--import', 'tsx', WRITER, dir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    const exited = new Promise((resolve) => child.once('exit', resolve));
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(line);
      if (acknowledged.length === 200) child.kill('SIGKILL');
    }
    await exited;
    const { store } = await testStore(dir);
    const { rows } = await store.history.page('ann', {}, 1000, 0);
    const status = new Map(rows.map((row) => [row.id, row.status]));
    for (const line of acknowledged) {
      const [what, id] = line.split(' ');
      expect(status.get(id ?? ''), line).toBeDefined();
      if (what === 'ended') expect(status.get(id ?? '')).toBe('succeeded');
    }
    expect(rows.filter((row) => row.status === 'running')).toEqual([]);
  });
});
