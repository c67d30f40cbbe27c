import { join } from 'node:path';
import type { BackendContext } from '../context';
import { recallEmbedding } from './embed-call';
import { PictureFiles } from '../pictures/picture-files';
import { RecallService } from './service';
import { OcrReader, type TextReader } from './text-reader';
import { RecallWork } from './work';

/** Past screenshots, put together for one backend. */
export interface Recall {
  readonly service: RecallService;
  readonly files: PictureFiles;
  /** Resolves when nothing waits to be read or embedded; for tests. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** @param dataDir folder of the database; pictures go into `recall` in it */
export function createRecall(
  ctx: BackendContext,
  dataDir: string,
  reader: TextReader = new OcrReader(),
): Recall {
  const { clock, log, newId } = ctx;
  const store = ctx.store.recall;
  const files = new PictureFiles(join(dataDir, 'recall'), ['image/png', 'image/jpeg']);
  const embedding = recallEmbedding(ctx);
  const work = new RecallWork({ store, files, reader, embedding, clock, log, after });
  const service = new RecallService({ store, files, embedding, work, clock, newId, log, rest });
  return {
    service,
    files,
    idle: () => work.idle(),
    async close() {
      await work.close();
      await reader.close();
    },
  };
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
}

function rest(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
