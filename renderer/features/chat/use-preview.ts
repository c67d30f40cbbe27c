import { type AutoSetting, autoSettingOf } from '@shared/routing/strategy-setting';
import { useEffect } from 'react';
import { api } from '../../app/api';
import { useAppStore } from '../../app/store';
import { refreshPreview } from './preview';
import { selectConversation, selectDraft, selectLeaf, useChatStore } from './store';
import { useSendPlan } from './send-plan';
import { estimateTokens, pathTo } from './tree';

const DEBOUNCE_MS = 250;

/** Keeps the chip right while the draft, the conversation, the weights or the providers change. */
export function usePreview(): void {
  const { task, localOnly, pictureTokens } = useSendPlan();
  const textTokens = useChatStore((state) =>
    estimateTokens(
      pathTo(selectConversation(state)?.messages ?? [], selectLeaf(state)),
      selectDraft(state),
    ),
  );
  const conversationId = useChatStore((state) => state.currentId);
  const tokens = textTokens + pictureTokens;
  const strategy = useStrategy();
  // Only a strategy that looks into the text is asked anew when it changes.
  const prompt = useChatStore((state) => (strategy === 'auto' ? '' : selectDraft(state).trim()));
  useEffect(() => {
    const by = { strategy, prompt, task, localOnly };
    const refresh = (): void => void refreshPreview(tokens, conversationId, by);
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
  }, [tokens, conversationId, strategy, prompt, task, localOnly]);
}

/** What decides while no model is named; a named model's runners-up are those of `auto`. */
export function useStrategy(): AutoSetting {
  const { task } = useSendPlan();
  return useAppStore((state) => autoSettingOf(state.settings.selections[task]) ?? 'auto');
}
