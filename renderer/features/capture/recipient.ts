import { TOKENS_PER_IMAGE } from '@shared/pictures/limits';
import { autoSettingOf } from '@shared/routing/strategy-setting';
import { useEffect, useState } from 'react';
import { api } from '../../app/api';
import { useAppStore } from '../../app/store';

/** To whom a picture or a recording would go if it were sent now. */
export type Recipient =
  | { readonly state: 'loading' }
  | {
      readonly state: 'known';
      readonly name: string;
      readonly provider: string;
      readonly place: 'here' | 'there' | 'practice';
      /** The model that the person chose runs in the cloud, and it may not go there. */
      readonly refused: boolean;
    }
  /** No model is eligible. */
  | { readonly state: 'nobody' }
  /** The router does not answer. */
  | { readonly state: 'unknown' };

/** What goes to a model: a picture in the chat, a sound file. */
type Sent = 'screenshot_understanding' | 'transcription';

/** Asks the router, as the request itself will. */
export function useRecipient(task: Sent, localOnly: boolean): Recipient {
  const [recipient, setRecipient] = useState<Recipient>({ state: 'loading' });
  const setting = useAppStore((state) => state.settings.selections[task]);
  useEffect(() => {
    let wanted = true;
    const ask = async (): Promise<void> => {
      const found = await recipientOf(task, setting, localOnly);
      if (wanted) setRecipient(found);
    };
    void ask();
    const again = (): void => void ask();
    const stops = [api().on('providers', again), api().on('prefs', again), api().on('pick', again)];
    return () => {
      wanted = false;
      for (const stop of stops) stop();
    };
  }, [task, setting, localOnly]);
  return recipient;
}

async function recipientOf(task: Sent, setting: string, localOnly: boolean): Promise<Recipient> {
  const strategy = autoSettingOf(setting);
  const result = await api().router.preview({
    task,
    ...(task === 'transcription' ? {} : { has_images: true, prompt_tokens: TOKENS_PER_IMAGE }),
    ...(strategy === null ? {} : { strategy }),
    ...(localOnly ? { routing_hint: { local_only: true } } : {}),
  });
  if (!result.ok) return { state: 'unknown' };
  const { trace } = result.data;
  const id = strategy === null ? setting : trace.model;
  if (id === null) return { state: 'nobody' };
  const model = trace.candidates.find((candidate) => candidate.id === id);
  const isLocal = model?.local ?? false;
  return {
    state: 'known',
    name: model?.name ?? id.slice(id.indexOf('/') + 1),
    provider: model?.provider ?? id.slice(0, id.indexOf('/')),
    place: model?.practice === true ? 'practice' : isLocal ? 'here' : 'there',
    refused: localOnly && !isLocal,
  };
}
