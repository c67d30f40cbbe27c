import { type AutoSetting, autoSettingOf } from '@shared/routing/strategy-setting';
import { useEffect } from 'react';
import { api } from '../../app/api';
import { useAppStore } from '../../app/store';
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
  const strategy = useStrategy();
  // Only a strategy that looks into the text is asked anew when it changes.
  const prompt = useChatStore((state) => (strategy === 'auto' ? '' : selectDraft(state).trim()));
  useEffect(() => {
    const refresh = (): void => void refreshPreview(tokens, conversationId, { strategy, prompt });
    const timer = setTimeout(refresh, DEBOUNCE_MS);
    const stops = [
      api().on('prefs', refresh),
      api().on('providers', refresh),
      api().on('catalog', refresh),
      api().on('backend', refresh),
    ];
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
  }, [tokens, conversationId, strategy, prompt]);
}

/** What decides for Chat while no model is named; a named model's runners-up are those of `auto`. */
export function useStrategy(): AutoSetting {
  return useAppStore(
    (state) => autoSettingOf(state.settings.selections.general_assistant) ?? 'auto',
  );
}
