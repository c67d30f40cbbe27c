import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StartupMessage, StartupReply } from '../../shared/api/startup';
import { DATABASE_FILE } from '../../electron/backend/store/open-store';
import { EXAMPLE_CATALOG } from '../support/backend';
import { tempDir, testStore } from '../support/store';

const path = (relative: string): string => new URL(relative, import.meta.url).pathname;
const TOKEN = 'a-token-of-the-main-process';

function utility(): { child: ChildProcess; exited: Promise<number | null> } {
  const child = fork(path('../../electron/backend/utility.ts'), [], {
    execArgv: ['--import', 'tsx', '--import', path('../support/utility-shim.ts')],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, exited: new Promise((resolve) => child.once('exit', resolve)) };
}

function start(child: ChildProcess, message: unknown): Promise<StartupReply> {
  return new Promise((resolve) => {
    child.once('message', (reply) => resolve(reply as StartupReply));
    child.send(message as object);
  });
}

const message = (dataDir: string, more: Partial<StartupMessage> = {}): StartupMessage => ({
  token: TOKEN,
  dataDir,
  port: 0,
  providers: [],
  catalogFile: EXAMPLE_CATALOG,
  adminKey: null,
  version: '9.9.9',
  ...more,
});

// Each start is a process of its own, which takes seconds on a busy machine.
describe('the utility process', { timeout: 90_000 }, () => {
  it('answers its start-up message with its address, serves, and ends cleanly with its parent', async () => {
    const dir = tempDir();
    const { child, exited } = utility();
    const reply = await start(child, message(dir));
    if (!reply.ok) throw new Error(reply.message);
    const headers = { authorization: `Bearer ${TOKEN}` };
    const tasks = await fetch(`${reply.url}/v1/auto-router/tasks`, { headers });
    expect(tasks.status).toBe(200);
    child.disconnect();
    expect(await exited).toBe(0);
    await testStore(dir);
  });

  it('tells where it kept a damaged database that it found', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, DATABASE_FILE), 'not a database '.repeat(1000));
    const reply = await start(utility().child, message(dir));
    if (!reply.ok) throw new Error(reply.message);
    expect(reply.keptAside).toContain(`${DATABASE_FILE}.corrupt-`);
    expect(existsSync(reply.keptAside ?? '')).toBe(true);
  });

  it('says why it cannot start, with a code', async () => {
    const dir = tempDir();
    const wrong = await start(utility().child, { token: 'short' });
    expect(wrong).toMatchObject({ ok: false, code: 'invalid_startup_message' });
    const gone = await start(utility().child, message(dir, { catalogFile: '/nowhere/x.json' }));
    expect(gone).toMatchObject({ ok: false, code: 'catalog_file_invalid' });
    const first = utility();
    expect(await start(first.child, message(dir))).toMatchObject({ ok: true });
    const second = await start(utility().child, message(dir));
    expect(second).toMatchObject({ ok: false, code: 'data_dir_in_use' });
  });
});
