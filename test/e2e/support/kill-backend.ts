import { type Desk, expect } from './desk';

/** Kills the backend process as a crash would; returns its process id. */
export async function killBackend(desk: Desk): Promise<number> {
  const pid = await desk.app.evaluate(
    ({ app }) =>
      app
        .getAppMetrics()
        .find(({ type, name }) => type === 'Utility' && /router|backend/iu.test(name ?? ''))?.pid ??
      0,
  );
  expect(pid).toBeGreaterThan(0);
  process.kill(pid, 'SIGKILL');
  return pid;
}
