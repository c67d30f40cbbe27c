import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBuilt } from '../../scripts/lib/build.mjs';
import { prepareElectron } from '../../scripts/lib/electron.mjs';
import { launch } from '../../scripts/lib/launch.mjs';
import { repoRoot } from '../../scripts/lib/paths.mjs';
import { cpuSecondsOfTree } from './support/process-tree';
import { type BenchRow, median } from './support/row';

const RUNS = 7;
const LIMIT_MS = 60_000;
const MINIMAL = join(repoRoot, 'test/bench/support/minimal-app');

interface Start {
  readonly ms: number;
  readonly cpuSeconds: number;
}

type Setup = Awaited<ReturnType<typeof prepareElectron>>;

/**
 * From spawn to the first paint that takes input, on empty user data: our app against the least an
 * Electron program can be, on one runtime, in turns, so that a busy moment hits both.
 */
export async function run(): Promise<BenchRow[]> {
  await ensureBuilt();
  const electron = await prepareElectron();
  try {
    const ours: Start[] = [];
    const minimal: Start[] = [];
    // The first start of each reads the runtime from the disk: thrown away.
    await start(electron, MINIMAL);
    await start(electron, repoRoot);
    for (let round = 0; round < RUNS; round += 1) {
      minimal.push(await start(electron, MINIMAL));
      ours.push(await start(electron, repoRoot));
    }
    return [
      row('cold start, wall time', 'ms', ours, minimal, ({ ms }) => ms),
      row('cold start, CPU time', 's', ours, minimal, ({ cpuSeconds }) => cpuSeconds),
    ];
  } finally {
    await electron.stop();
  }
}

function row(
  name: string,
  unit: string,
  ours: readonly Start[],
  minimal: readonly Start[],
  of: (start: Start) => number,
): BenchRow {
  const [value, base] = [median(ours.map(of)), median(minimal.map(of))];
  const against = `a minimal window on the same runtime: ${Number(base.toPrecision(3))} ${unit}`;
  return { name, value, unit, against, ratio: value / base };
}

async function start({ executable, switches, env }: Setup, app: string): Promise<Start> {
  const home = await mkdtemp(join(tmpdir(), 'auto-router-start-'));
  try {
    const began = performance.now();
    const running = await launch(executable, [...switches, app], {
      ...env,
      HOME: home,
      AR_USER_DATA: join(home, 'data'),
      AR_OLLAMA_URL: 'http://127.0.0.1:9',
      AR_LMSTUDIO_URL: 'http://127.0.0.1:9',
      AUTO_ROUTER_SOURCES: 'off',
    });
    try {
      await firstPaint(running.debuggerUrl);
      const ms = performance.now() - began;
      return { ms, cpuSeconds: await cpuSecondsOfTree(running.pid) };
    } finally {
      running.kill();
      await running.closed;
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function firstPaint(debuggerUrl: string): Promise<void> {
  const browser = await chromium.connectOverCDP(debuggerUrl, { timeout: LIMIT_MS });
  try {
    const context = browser.contexts()[0];
    if (context === undefined) throw new Error('no browser context');
    const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: LIMIT_MS }));
    await page.waitForSelector('html[data-ready="true"]', { timeout: LIMIT_MS });
    // The second frame begins when the first one with this state has been painted.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  } finally {
    // Only the connection: the app itself is killed, so that no orderly end is measured.
    await browser.close();
  }
}
