import type { Trace } from '@shared/routing/trace';
import { useEffect, useState } from 'react';
import { api, type Loadable, LOADING } from '../../app/api';

/** Traces never change, so one read is enough. */
const cache = new Map<string, Trace>();

/** The recorded trace of a decision. */
export function useTrace(decisionId: string): Loadable<Trace> {
  const [loaded, setLoaded] = useState<{ id: string; trace: Loadable<Trace> } | null>(null);
  const cached = cache.get(decisionId);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const result = await api().router.trace({ decisionId });
      if (result.ok) cache.set(decisionId, result.data);
      if (!current) return;
      setLoaded({
        id: decisionId,
        trace: result.ok
          ? { state: 'ready', value: result.data }
          : { state: 'error', error: result.error },
      });
    };
    if (!cache.has(decisionId)) void read();
    return () => {
      current = false;
    };
  }, [decisionId]);
  if (cached !== undefined) return { state: 'ready', value: cached };
  return loaded?.id === decisionId ? loaded.trace : LOADING;
}
