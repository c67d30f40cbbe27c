import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  _electron as electron,
  type ElectronApplication,
  type Page,
  test as base,
} from '@playwright/test';
import { openUpstream, type Upstream } from '../../support/openai-upstream';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/*
 * Given by its folder and not as executablePath: only then does Playwright load its hook into main,
 * which holds `ready` until it is attached. Without it about one launch in forty never comes up.
 */
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= dirname(process.env['AR_ELECTRON'] ?? '');

const LAB_CATALOG = join(ROOT, 'test/e2e/support/lab-benchmarks.json');

/** A person's desk: the app on its own user data, and what it said on the way. */
export class Desk {
  readonly saveDir: string;
  /** Errors of the page's console and uncaught ones; a test that expects none checks it. */
  readonly errors: string[] = [];
  /** What the main process wrote. */
  readonly log: string[] = [];
  #app: ElectronApplication | null = null;
  #page: Page | null = null;

  constructor(
    readonly userData: string,
    private readonly env: Readonly<Record<string, string>>,
    private readonly args: readonly string[] = [],
  ) {
    this.saveDir = join(userData, 'saved');
  }

  get app(): ElectronApplication {
    if (this.#app === null) throw new Error('the app is not running');
    return this.#app;
  }

  get page(): Page {
    if (this.#page === null) throw new Error('the app is not running');
    return this.#page;
  }

  /** Starts the app and waits until its first view can be used. */
  async start(): Promise<Page> {
    await mkdir(this.saveDir, { recursive: true });
    this.#app = await electron.launch({
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), ...this.args, ROOT],
      cwd: ROOT,
      timeout: 60_000,
      env: {
        ...(process.env as Record<string, string>),
        // Nothing of the machine that runs the tests is looked at: no server of its owner is found.
        AR_OLLAMA_URL: 'http://127.0.0.1:9',
        AR_LMSTUDIO_URL: 'http://127.0.0.1:9',
        // And no catalog source on the internet is asked.
        AUTO_ROUTER_SOURCES: 'off',
        HOME: this.userData,
        AR_USER_DATA: join(this.userData, 'data'),
        AR_SAVE_DIR: this.saveDir,
        ...this.env,
      },
    });
    this.#app.process().stderr?.on('data', (chunk: Buffer) => this.log.push(chunk.toString()));
    const page = await this.#app.firstWindow({ timeout: 60_000 });
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(error.message));
    await page.waitForSelector('html[data-ready="true"]', { timeout: 60_000 });
    this.#page = page;
    return page;
  }

  async stop(): Promise<void> {
    await this.#app?.close();
    this.#app = null;
    this.#page = null;
  }

  /** As a person who quits and comes back: same user data, new processes. */
  async restart(): Promise<Page> {
    await this.stop();
    return this.start();
  }

  /** Writes a file into the user data before a start. */
  async writeData(name: string, text: string): Promise<void> {
    await mkdir(join(this.userData, 'data'), { recursive: true });
    await writeFile(join(this.userData, 'data', name), text);
  }
}

interface Fixtures {
  /** Environment of the app on top of the default one. */
  readonly appEnv: Record<string, string>;
  /** Switches of Chromium, before the app's own path. */
  readonly appArgs: readonly string[];
  /** Benchmarks of the tests' own provider `lab` in place of the bundled catalog. */
  readonly labCatalog: boolean;
  readonly desk: Desk;
  /** A real HTTP server that speaks the OpenAI protocol, with two models. */
  readonly upstream: Upstream;
}

export const test = base.extend<Fixtures>({
  appEnv: [{}, { option: true }],
  appArgs: [[], { option: true }],
  labCatalog: [false, { option: true }],
  desk: async ({ appEnv, appArgs, labCatalog }, use, info) => {
    const userData = await mkdtemp(join(tmpdir(), 'auto-router-e2e-'));
    const lab: Record<string, string> = labCatalog ? { AUTO_ROUTER_CATALOG: LAB_CATALOG } : {};
    const desk = new Desk(userData, { ...lab, ...appEnv }, appArgs);
    await use(desk);
    if (info.status !== info.expectedStatus) {
      await info.attach('main log', { body: desk.log.join('') });
      await info.attach('page errors', { body: desk.errors.join('\n') });
      const shot = await desk.page.screenshot().catch(() => null);
      if (shot !== null) await info.attach('window', { body: shot, contentType: 'image/png' });
    }
    await desk.stop();
    await rm(userData, { recursive: true, force: true });
  },
  upstream: async ({}, use) => {
    const { upstream, close } = await openUpstream(['alpha', 'beta']);
    await use(upstream);
    await close();
  },
});

export { expect } from '@playwright/test';
