import type { Message } from '@shared/api/conversations';
import { t } from 'i18next';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { Button } from '../../components/button';
import { IconButton } from '../../components/icon-button';
import { toast, toastError } from '../../components/toaster';
import { learnFromRating } from './learn';
import { useChatStore } from './store';

type Score = -1 | 1 | null;
const TAGS = { 1: ['correct', 'clear', 'fast'], [-1]: ['wrong', 'shallow', 'slow'] } as const;

async function rate(message: Message, rating: Score, tag: string | null): Promise<boolean> {
  const { meta } = message;
  if (meta === null || meta.outcomeId === null) return false;
  const conversationId = useChatStore.getState().currentId ?? undefined;
  const result = await api().history.rate({ id: meta.outcomeId, conversationId, rating, tag });
  if (!result.ok) {
    toastError(result.error);
    return false;
  }
  useChatStore.setState((state) => {
    if (state.conversation?.state !== 'ready') return state;
    const messages = state.conversation.value.messages.map((known) =>
      known.id === message.id && known.meta !== null
        ? { ...known, meta: { ...known.meta, rating } }
        : known,
    );
    return {
      conversation: { state: 'ready', value: { ...state.conversation.value, messages } },
    };
  });
  // The word for why comes after the thumb: it teaches nothing more.
  const learned = rating === meta.rating ? null : await learnFromRating(message, rating);
  const undo = (): void => void rate({ ...message, meta: { ...meta, rating } }, meta.rating, null);
  const saved = t(rating === null ? 'chat.ratingRemoved' : 'chat.rated');
  toast({
    title: learned?.title ?? saved,
    ...(learned !== null && { body: saved }),
    action: { label: t('common.undo'), run: undo },
  });
  return true;
}

/** Thumbs, then one optional word for why. */
export function Rating({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<1 | -1 | null>(null);
  const current = message.meta?.rating ?? null;
  const press = async (score: 1 | -1): Promise<void> => {
    const next = current === score ? null : score;
    const saved = await rate(message, next, null);
    setAsking(saved ? next : null);
  };
  if (message.meta === null || message.meta.outcomeId === null) return null;
  return (
    <>
      <IconButton
        size="sm"
        label={t('chat.good')}
        pressed={current === 1}
        icon={<ThumbsUp size={14} />}
        onClick={() => void press(1)}
      />
      <IconButton
        size="sm"
        label={t('chat.bad')}
        pressed={current === -1}
        icon={<ThumbsDown size={14} />}
        onClick={() => void press(-1)}
      />
      {asking !== null && (
        <fieldset className="flex items-center gap-1">
          <legend className="sr-only">{t('chat.tag')}</legend>
          {TAGS[asking].map((tag) => (
            <Button
              key={tag}
              size="sm"
              onClick={() => {
                setAsking(null);
                void rate(message, asking, tag);
              }}
            >
              {t(`chat.tags.${tag}`)}
            </Button>
          ))}
        </fieldset>
      )}
    </>
  );
}
