import { MAX_REQUEST_PICTURE_BYTES } from './limits';

interface WithPictures {
  readonly pictures?: readonly { readonly id: string; readonly bytes: number }[] | undefined;
}

/**
 * Which pictures of a branch go along with its next request: the newest, as many as one request
 * takes. A later question may be about a picture further up, so older ones go too while they fit.
 *
 * @param path messages from the first to the one that is asked
 * @returns ids
 */
export function picturesSent(path: readonly WithPictures[]): ReadonlySet<string> {
  const sent = new Set<string>();
  let left = MAX_REQUEST_PICTURE_BYTES;
  for (const { pictures = [] } of path.toReversed()) {
    for (const { id, bytes } of pictures.toReversed()) {
      left -= bytes;
      if (left < 0) return sent;
      sent.add(id);
    }
  }
  return sent;
}
