import { nativeImage } from 'electron';
import type { RecallClient } from '../backend/recall-client';
import { IpcFailure } from './failure';
import type { Handlers } from './register';

const JPEG_QUALITY = 75;

/** @param isOwnRouter false = the router, and what is kept, is on another machine */
export function recallHandlers(
  client: RecallClient,
  isOwnRouter: () => boolean,
): Handlers['recall'] {
  return {
    status: () => client.status(),
    change: (patch) => client.change(patch),
    search: (query) => client.search(query),
    shot: ({ id }) => client.shot(id),
    async image({ id, width }) {
      const { bytes, type } = await client.image(id);
      if (width === null) return { dataUrl: `data:${type};base64,${bytes.toString('base64')}` };
      const small = nativeImage.createFromBuffer(bytes).resize({ width, quality: 'good' });
      return { dataUrl: `data:image/jpeg;base64,${small.toJPEG(JPEG_QUALITY).toString('base64')}` };
    },
    remove: ({ id }) => client.remove(id),
    clear: () => client.clear(),
    reindex: ({ model }) => client.reindex(model),
    stopReindex: () => client.stopReindex(),
    keep({ title, localOnly, ...picture }) {
      if (localOnly && !isOwnRouter()) {
        throw new IpcFailure('picture_local_only', 'The router runs on another machine.');
      }
      return client.add({
        ...picture,
        title: title === '' ? null : title,
        local_only: localOnly,
      });
    },
  };
}
