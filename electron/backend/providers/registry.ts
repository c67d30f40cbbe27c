import type { ProviderConfig, ProviderStatus } from '@shared/api/providers';
import type { Provider } from './provider';

/** The connected providers, the practice provider among them; replaced whole by main or the file. */
export interface ProviderRegistry {
  get(id: string): Provider | null;
  statuses(): readonly ProviderStatus[];
  /** For the catalog: what is connected and what it lists. Stable identity until something changes. */
  connections(): readonly Connection[];
  /** Replaces all but the practice provider; unchanged ones keep their state. Probes new ones in the background. */
  replace(configs: readonly ProviderConfig[]): Promise<void>;
  close(): Promise<void>;
}

export interface Connection {
  readonly id: string;
  /** The endpoint is on this machine (loopback). */
  readonly local: boolean;
  /** Models it lists; null = not known. */
  readonly models: readonly string[] | null;
}
