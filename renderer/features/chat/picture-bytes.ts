import type { MessagePicture } from '@shared/api/conversations';
import { useEffect, useState } from 'react';
import { api } from '../../app/api';
import type { Attachment } from './attachment-store';

/** Bytes of pictures that were shown lately, so that going back and forth asks main no more. */
const MOST_BYTES = 32_000_000;
const shown = new Map<string, Blob>();

function remember(id: string, blob: Blob): void {
  shown.delete(id);
  shown.set(id, blob);
  let total = 0;
  for (const { size } of shown.values()) total += size;
  for (const [oldest, { size }] of shown) {
    if (total <= MOST_BYTES) return;
    shown.delete(oldest);
    total -= size;
  }
}

/** What was just sent is known: its pictures are shown at once. */
export function rememberPictures(
  pictures: readonly MessagePicture[],
  attached: readonly Attachment[],
): void {
  for (const [index, { bytes, mime }] of attached.entries()) {
    const stored = pictures[index];
    if (stored !== undefined)
      remember(stored.id, new Blob([new Uint8Array(bytes)], { type: mime }));
  }
}

export type ShownPicture =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly url: string }
  | { readonly state: 'gone' };

/** A picture of a message as a URL, which lives as long as what shows it. */
export function usePicture(conversationId: string, pictureId: string): ShownPicture {
  const [picture, setPicture] = useState<ShownPicture>({ state: 'loading' });
  useEffect(() => {
    let url: string | null = null;
    let wanted = true;
    const show = (blob: Blob): void => {
      url = URL.createObjectURL(blob);
      setPicture({ state: 'ready', url });
    };
    const load = async (): Promise<void> => {
      const result = await api().conversations.picture({ id: conversationId, pictureId });
      if (!wanted) return;
      if (!result.ok) {
        setPicture({ state: 'gone' });
        return;
      }
      const { bytes, mime } = result.data;
      const blob = new Blob([new Uint8Array(bytes)], { type: mime });
      remember(pictureId, blob);
      show(blob);
    };
    const known = shown.get(pictureId);
    if (known === undefined) void load();
    else show(known);
    return () => {
      wanted = false;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [conversationId, pictureId]);
  return picture;
}
