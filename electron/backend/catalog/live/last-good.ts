import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from '@shared/routing/read-json';
import { z } from 'zod';
import { type LiveData, liveDataSchema } from './entry';

const FORMAT = 'auto-router-live/1';

const fileSchema = z.strictObject({
  format: z.literal(FORMAT),
  source: z.string(),
  /** Where it was asked: data of another address is not this one's. */
  baseUrl: z.string(),
  /** Epoch milliseconds. */
  fetchedAt: z.number().int().nonnegative(),
  data: liveDataSchema,
});

export interface LastGood {
  readonly baseUrl: string;
  /** Wall time of the load, epoch milliseconds. */
  readonly fetchedAt: number;
  readonly data: LiveData;
}

/** The last good answer of each source, kept over restarts; one file a source. */
export interface LastGoodFiles {
  /** Null when there is none, or none that can be used: a damaged file counts as a miss (S0-68). */
  read(source: string): Promise<LastGood | null>;
  /** Whole or not at all, and after a power cut too. */
  write(source: string, good: LastGood): Promise<void>;
}

/** Files `<source>.json` in a folder that is made when the first one is written. */
export function lastGoodFiles(dir: string): LastGoodFiles {
  const fileOf = (source: string): string => join(dir, `${source}.json`);
  return {
    async read(source) {
      let text: string;
      try {
        text = await readFile(fileOf(source), 'utf8');
      } catch {
        // Most often there is none yet; one that cannot be read is asked for again anyway.
        return null;
      }
      const json = readJson(text);
      const parsed = json.ok ? fileSchema.safeParse(json.value) : null;
      return parsed?.success === true && parsed.data.source === source ? parsed.data : null;
    },

    async write(source, good) {
      await mkdir(dir, { recursive: true });
      const file = fileOf(source);
      const temporary = `${file}.new`;
      try {
        const handle = await open(temporary, 'w', 0o600);
        try {
          await handle.writeFile(JSON.stringify({ format: FORMAT, source, ...good }));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, file);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}
