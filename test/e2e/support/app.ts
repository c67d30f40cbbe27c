import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ConsoleMessage, type ElectronApplication, type Page } from '@playwright/test';
import { sandboxSwitches } from '../../../scripts/lib/electron.mjs';
import { SETTINGS_VERSION } from '../../../shared/settings/migrate';
import type { Settings } from '../../../shared/settings/settings';

const REPO_ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const START_LIMIT_MS = 60_000;
/** A port on which nothing listens, so that no test finds a model server of the machine. */
const NOBODY = 'http://127.0.0.1:9';

export interface LaunchOptions {
  /** Added to, and stronger than, the fixture's environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Switches of Chromium and Electron: they go before the app's path. */
  readonly switches?: readonly string[];
}

/** Where one test keeps everything that its app writes. */
export class AppHome {
  readonly userData: string;
  /** Exports land here without a dialog. */
  readonly saved: string;

  constructor(private readonly folder: string) {
    this.userData = join(folder, 'user-data');
    this.saved = join(folder, 'saved');
  }

  async create(): Promise<void> {
    await Promise.all([this.userData, this.saved, this.home].map((dir) => mkdir(dir, { recursive: true })));
  }

  /** Writes the settings that the next launch finds; what is left out has its default. */
  async writeSettings(settings: Partial<Settings>): Promise<void> {
    await this.writeFile('settings.json', JSON.stringify({ version: SETTINGS_VERSION, ...settings }));
  }

  /** Writes a file of the user-data folder, e.g. a damaged one. */
  async writeFile(name: string, content: string): Promise<void> {
    await writeFile(join(this.userData, name), content);
  }

  /** The app's own log, as it is so far; empty before the first line. */
  async mainLog(): Promise<string> {
    return readFile(join(this.userData, 'logs', 'main.log'), 'utf8').catch(() => '');
  }

  /** Nothing of the person's own configuration reaches the app under test, nor the other way round. */
  environment(overrides: LaunchOptions['env'] = {}): Record<string, string> {
    const inherited = Object.entries(process.env).filter(
      ([name]) => !/^(XDG_(CONFIG|CACHE|DATA|STATE)_HOME|AUTO_ROUTER_|ADMIN_KEY|ELECTRON_R)/.test(name),
    );
    const all = {
      ...Object.fromEntries(inherited),
      HOME: this.home,
      AR_USER_DATA: this.userData,
      AR_SAVE_DIR: this.saved,
      AR_OLLAMA_URL: NOBODY,
      AR_LMSTUDIO_URL: NOBODY,
      ...overrides,
    };
    return Object.fromEntries(
      Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
  }

  private get home(): string {
    return join(this.folder, 'home');
  }
}

/** One start of the app. */
export class RunningApp {
  /** Console errors and uncaught exceptions of the renderer. */
  readonly errors: string[] = [];
  private closed: Promise<void> | undefined;
  private output = '';

  private constructor(
    readonly electron: ElectronApplication,
    readonly page: Page,
  ) {
    page.on('console', (message) => this.keepConsole(message));
    page.on('pageerror', (error) => this.errors.push(error.stack ?? error.message));
    for (const stream of [electron.process().stdout, electron.process().stderr])
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Starts the built app and waits until it says that it can be used. */
  static async start(
    executable: string,
    home: AppHome,
    { env = {}, switches = [] }: LaunchOptions = {},
  ): Promise<RunningApp> {
    const electron = await _electron.launch({
      executablePath: executable,
      args: [...sandboxSwitches(), ...switches, REPO_ROOT],
      cwd: home.userData,
      env: home.environment(env),
      timeout: START_LIMIT_MS,
    });
    const app = new RunningApp(electron, await electron.firstWindow({ timeout: START_LIMIT_MS }));
    await electron.context().tracing.start({ screenshots: true, snapshots: true });
    await app.waitUntilReady();
    return app;
  }

  /** Also for use after a reload of the window. */
  async waitUntilReady(): Promise<void> {
    await this.page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true', null, {
      timeout: START_LIMIT_MS,
    });
  }

  /** What main, the backend and Chromium wrote to the terminal. */
  get terminal(): string {
    return this.output;
  }

  /** Ends the app as a person does who quits it; a second call waits for the first one. */
  close(traceFile?: string): Promise<void> {
    this.closed ??= this.finish(traceFile);
    return this.closed;
  }

  private async finish(traceFile: string | undefined): Promise<void> {
    // A test may have killed the app itself: then there is nothing to trace and nothing to close.
    if (this.electron.process().exitCode !== null || this.electron.process().signalCode !== null) return;
    await this.electron.context().tracing.stop(traceFile === undefined ? {} : { path: traceFile });
    await this.electron.close();
  }

  private keepConsole(message: ConsoleMessage): void {
    if (message.type() === 'error') this.errors.push(`${message.text()} (${message.location().url})`);
  }
}
