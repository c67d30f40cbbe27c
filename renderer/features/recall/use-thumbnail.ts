import { useEffect, useState } from 'react';
import { api } from '../../app/api';

const WIDTH = 480;
/** Small pictures that were shown, so that a search does not fetch them again. */
const shown = new Map<string, string>();
const MOST_SHOWN = 200;

/** The small picture of a kept screenshot as a data URL; null until it is there, or when it is gone. */
export function useThumbnail(id: string): string | null {
  const [picture, setPicture] = useState(shown.get(id) ?? null);
  useEffect(() => {
    let wanted = true;
    const load = async (): Promise<void> => {
      if (shown.has(id)) return;
      const result = await api().recall.image({ id, width: WIDTH });
      if (!result.ok) return;
      const [oldest] = shown.keys();
      if (shown.size >= MOST_SHOWN && oldest !== undefined) shown.delete(oldest);
      shown.set(id, result.data.dataUrl);
      if (wanted) setPicture(result.data.dataUrl);
    };
    void load();
    return () => {
      wanted = false;
    };
  }, [id]);
  return picture;
}
