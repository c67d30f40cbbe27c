import type { ProviderConfig, ProviderStatus } from '@shared/api/providers';
import type { Clock, Log } from '../context';
import type { Embedder } from '../embedding/embedder';
import { createAnthropic } from './anthropic';
import { createGoogle } from './google';
import { createBuiltInProvider } from './built-in';
import type { HttpProviderOptions } from './http-provider';
import {
  type Connections,
  createConnections,
  DEFAULT_TIMEOUTS,
  type ProviderTimeouts,
} from './http-transport';
import { createOllama } from './ollama';
import { createOpenAiCompatible } from './openai-compatible';
import { createPracticeProvider, type PracticeOptions } from './practice';
import type { Provider } from './provider';

/** The connected providers, the practice provider among them; replaced whole by main or the file. */
export interface ProviderRegistry {
  get(id: string): Provider | null;
  statuses(): readonly ProviderStatus[];
  /** For the catalog: what is connected and what it lists. Stable identity until something changes. */
  connections(): readonly Connection[];
  /** Replaces all but the practice provider; unchanged ones keep their state. Probes new ones in the background. */
  replace(configs: readonly ProviderConfig[]): Promise<void>;
  /** Resolves when every list that is being asked for has come or failed, at most after `ms`. */
  listed(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface Connection {
  readonly id: string;
  /** The endpoint is on this machine (loopback). */
  readonly local: boolean;
  /** Models it lists; null = not known. */
  readonly models: readonly string[] | null;
  /** Live sessions can be opened at it; absent = no. */
  readonly realtime?: true;
}

export interface ProviderRegistryOptions {
  readonly configs: readonly ProviderConfig[];
  readonly clock: Clock;
  readonly log: Log;
  readonly timeouts?: Partial<ProviderTimeouts>;
  readonly practice?: Partial<PracticeOptions>;
  /** The local model behind the built-in provider `local`; left out = there is none. */
  readonly embedder?: Embedder;
  /** Age in milliseconds from which a model list is asked for again when somebody looks. */
  readonly probeEveryMs?: number;
}

/** The constructor of each kind that can be configured. */
const CREATE: Readonly<Record<ProviderConfig['kind'], (options: HttpProviderOptions) => Provider>> =
  {
    'openai-compatible': createOpenAiCompatible,
    anthropic: createAnthropic,
    google: createGoogle,
    ollama: createOllama,
  };

const PROBE_EVERY_MS = 5 * 60_000;

interface Entry {
  readonly provider: Provider;
  /** What it was made from: an equal one is not made again. */
  readonly signature: string;
}

/** The registry of one backend. Begins to list the models of the given providers at once. */
export function createProviderRegistry(options: ProviderRegistryOptions): ProviderRegistry {
  return new Registry(options);
}

class Registry implements ProviderRegistry {
  readonly #options: ProviderRegistryOptions;
  readonly #connections: Connections;
  readonly #practice: Provider;
  /** Always there and never configured, so it is none of the connections. */
  readonly #builtIn: Provider | null;
  readonly #closed = new AbortController();
  readonly #probing = new Map<Provider, Promise<unknown>>();
  readonly #probedAt = new WeakMap<Provider, number>();
  #entries: ReadonlyMap<string, Entry> = new Map();
  #listed: readonly Connection[] = [];

  constructor(options: ProviderRegistryOptions) {
    this.#options = options;
    this.#connections = createConnections(options.clock);
    this.#practice = createPracticeProvider({ clock: options.clock, ...options.practice });
    this.#builtIn = options.embedder ? createBuiltInProvider(options.embedder) : null;
    this.#entries = this.#build(options.configs);
    this.#probeDue();
  }

  get(id: string): Provider | null {
    if (id === this.#practice.id) return this.#practice;
    if (id === this.#builtIn?.id) return this.#builtIn;
    return this.#entries.get(id)?.provider ?? null;
  }

  statuses(): readonly ProviderStatus[] {
    this.#probeDue();
    return [...this.#providers(), this.#practice].map((provider) => provider.status());
  }

  connections(): readonly Connection[] {
    this.#probeDue();
    const providers = [...this.#providers(), this.#practice];
    const unchanged =
      providers.length === this.#listed.length &&
      providers.every((provider, index) => {
        const known = this.#listed[index];
        // The list of a provider is a new array only when its content has changed.
        return known?.id === provider.id && known.models === provider.models();
      });
    if (!unchanged) this.#listed = providers.map(connectionOf);
    return this.#listed;
  }

  async replace(configs: readonly ProviderConfig[]): Promise<void> {
    const before = this.#entries;
    this.#entries = this.#build(configs);
    // An address may have moved to this machine or from it without its list changing.
    this.#listed = [];
    const kept = new Set([...this.#entries.values()].map(({ provider }) => provider));
    const gone = [...before.values()].filter(({ provider }) => !kept.has(provider));
    await Promise.all(gone.map(({ provider }) => provider.close()));
    this.#probeDue();
  }

  async listed(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([Promise.all(this.#probing.values()), limit]);
    clearTimeout(timer);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await Promise.all(this.#providers().map((provider) => provider.close()));
    await this.#connections.close();
  }

  #providers(): Provider[] {
    return [...this.#entries.values()].map(({ provider }) => provider);
  }

  #build(configs: readonly ProviderConfig[]): ReadonlyMap<string, Entry> {
    const { clock, timeouts } = this.#options;
    return new Map(
      configs.map((config) => {
        const signature = JSON.stringify(config);
        const known = this.#entries.get(config.id);
        if (known?.signature === signature) return [config.id, known];
        const provider = CREATE[config.kind]({
          config,
          connections: this.#connections,
          clock,
          timeouts: { ...DEFAULT_TIMEOUTS, ...timeouts },
        });
        return [config.id, { provider, signature }];
      }),
    );
  }

  /** Asks in the background for lists that are old or not known; nobody waits for it. */
  #probeDue(): void {
    if (this.#closed.signal.aborted) return;
    const { clock, log, probeEveryMs = PROBE_EVERY_MS } = this.#options;
    const now = clock.monotonic();
    for (const provider of this.#providers()) {
      const probedAt = this.#probedAt.get(provider);
      if (probedAt !== undefined && now - probedAt < probeEveryMs) continue;
      if (this.#probing.has(provider)) continue;
      this.#probedAt.set(provider, now);
      const probing = provider
        .probe(this.#closed.signal)
        .then((status) => logProbe(status, log))
        .catch((error: unknown) => {
          log.error('probe failed', { id: provider.id, error: String(error) });
        })
        .finally(() => this.#probing.delete(provider));
      this.#probing.set(provider, probing);
    }
  }
}

function logProbe({ id, lastCheck, models }: ProviderStatus, log: Log): void {
  if (lastCheck?.ok) log.info('provider connected', { id, models: models?.length ?? 0 });
  else if (lastCheck) log.warn('provider not connected', { id, code: lastCheck.code });
}

function connectionOf(provider: Provider): Connection {
  const { id, live } = provider;
  return {
    id,
    local: provider.status().local,
    models: provider.models(),
    ...(live !== null && { realtime: true as const }),
  };
}
