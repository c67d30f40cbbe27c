import type { Secrets } from '../secrets/secrets';

/** Sources that take a key. What is kept for another one would never be asked for. */
const KEYED = ['openrouter', 'artificial-analysis'] as const;

function secretName(id: string): string {
  return `source:${id}`;
}

/** Keys of catalog sources, among the secrets of this machine; the backend keeps none on disk. */
export function createSourceKeys(secrets: Secrets) {
  return {
    /** By source id: for the start of the backend only. */
    all: (): Record<string, string> =>
      Object.fromEntries(
        KEYED.flatMap((id) => {
          const key = secrets.get(secretName(id));
          return key === null ? [] : [[id, key]];
        }),
      ),
    /** Null forgets it. */
    set: (id: string, key: string | null): void => secrets.set(secretName(id), key),
  };
}
export type SourceKeys = ReturnType<typeof createSourceKeys>;
