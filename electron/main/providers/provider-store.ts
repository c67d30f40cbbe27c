import { z } from 'zod';
import { CONFIG_KINDS, type ProviderConfig, providerIdSchema } from '@shared/api/providers';
import type { Secrets } from '../secrets/secrets';
import type { JsonFile } from '../settings/json-file';
import type { Log } from '../shell/log';

/** A provider without its key. */
export type StoredProvider = Readonly<Pick<ProviderConfig, 'id' | 'kind' | 'name' | 'baseUrl'>>;

export interface ProviderStore {
  /** With their keys: for the backend only. */
  readonly configs: () => readonly ProviderConfig[];
  /** `apiKey`: absent keeps the stored one, null removes it. */
  save(provider: StoredProvider, apiKey: string | null | undefined): void;
  remove(id: string): void;
}

const KEY = 'providers';
/** Entries of before there were kinds have none: all were OpenAI-compatible. */
const storedSchema = z.object({
  id: providerIdSchema,
  kind: z.enum(CONFIG_KINDS).default('openai-compatible'),
  name: z.string().max(80).optional(),
  baseUrl: z.url({ protocol: /^https?$/ }),
});

/** The providers that the user set up: addresses in one file, keys among the secrets. */
export function createProviderStore(file: JsonFile, secrets: Secrets, log: Log): ProviderStore {
  let providers = readAll(file, log);

  function write(next: readonly StoredProvider[]): void {
    file.set({ [KEY]: next });
    providers = next;
  }

  return {
    configs: () =>
      providers.map((provider) => {
        const apiKey = secrets.get(secretName(provider.id));
        return { ...provider, ...(apiKey === null ? {} : { apiKey }) };
      }),
    save(provider, apiKey) {
      if (apiKey !== undefined) secrets.set(secretName(provider.id), apiKey);
      const others = providers.filter(({ id }) => id !== provider.id);
      write([...others, provider]);
    },
    remove(id) {
      write(providers.filter((provider) => provider.id !== id));
      secrets.set(secretName(id), null);
    },
  };
}

function secretName(id: string): string {
  return `provider:${id}`;
}

/** Reads each entry on its own; one that is not usable is left out and logged. */
function readAll(file: JsonFile, log: Log): readonly StoredProvider[] {
  const entries = z.array(z.unknown()).catch([]).parse(file.read()[KEY]);
  return entries.flatMap((entry) => {
    const parsed = storedSchema.safeParse(entry);
    if (!parsed.success) log.warn('providers: an entry is not usable', { entry });
    return parsed.success ? [parsed.data] : [];
  });
}
