import type { VoiceStatus } from '@shared/ipc/voice';
import { useEffect, useState } from 'react';
import { api } from '../../app/api';

/** What of push-to-talk works outside the window, kept up to date; null until it is known. */
export function useVoiceStatus(): VoiceStatus | null {
  const [status, setStatus] = useState<VoiceStatus | null>(null);
  useEffect(() => {
    let told = false;
    const stop = api().on('voice', (notice) => {
      if (notice.kind !== 'status') return;
      told = true;
      setStatus(notice.status);
    });
    const read = async (): Promise<void> => {
      const result = await api().voice.status();
      // What was told meanwhile is newer.
      if (!told && result.ok) setStatus(result.data);
    };
    void read();
    return () => {
      told = true;
      stop();
    };
  }, []);
  return status;
}
