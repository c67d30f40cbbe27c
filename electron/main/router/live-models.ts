import type { JsonFile } from '../settings/json-file';
import type { Log } from '../shell/log';

const KEY = 'autoRouterLiveModels';

/** Which models answer in a live session and in no other way, as the router last said. */
export interface LiveModels {
  has(model: string | null): boolean;
  store(models: readonly string[]): void;
}

/**
 * Kept beside the picks and read from memory: at key down nobody is asked. A list that is old costs one
 * session that is not taken, and the turn goes the ordinary way.
 */
export function createLiveModels(file: JsonFile, log: Log): LiveModels {
  const stored = file.read()[KEY];
  let known = new Set(
    Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [],
  );
  return {
    has: (model) => model !== null && known.has(model),
    store(models) {
      if (models.length === known.size && models.every((id) => known.has(id))) return;
      known = new Set(models);
      try {
        file.set({ [KEY]: [...known] });
      } catch (error) {
        log.warn('picks: live models could not be written', { error });
      }
    },
  };
}
