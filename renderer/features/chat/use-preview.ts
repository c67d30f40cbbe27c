import { useEffect } from 'react';
import { api } from '../../app/api';
import { refreshPreview } from './preview';
import { selectConversation, selectDraft, selectLeaf, useChatStore } from './store';
import { estimateTokens, pathTo } from './tree';

const DEBOUNCE_MS = 250;

/** Keeps the chip right while the draft, the conversation, the weights or the providers change. */
export function usePreview(): void {
  const tokens = useChatStore((state) =>
    estimateTokens(
      pathTo(selectConversation(state)?.messages ?? [], selectLeaf(state)),
      selectDraft(state),
    ),
  );
  const conversationId = useChatStore((state) => state.currentId);
  useEffect(() => {
    const refresh = (): void => void refreshPreview(tokens, conversationId);
    const timer = setTimeout(refresh, DEBOUNCE_MS);
    const stops = [
      api().on('prefs', refresh),
      api().on('providers', refresh),
      api().on('backend', refresh),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [tokens, conversationId]);
}
