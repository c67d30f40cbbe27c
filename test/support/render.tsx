import { CSPProvider } from '@base-ui/react/csp-provider';
import { configure, cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import type { StoreApi } from 'zustand';
import { useAppStore } from '../../renderer/app/store';
import { Toaster } from '../../renderer/components/toaster';
import { TooltipProvider } from '../../renderer/components/tooltip';
import { useChatStore } from '../../renderer/features/chat';
import { useAttachmentStore } from '../../renderer/features/chat/attachment-store';
import { usePreviewStore } from '../../renderer/features/chat/preview';
import { useModelsStore } from '../../renderer/features/models/store';
import { useProvidersStore } from '../../renderer/features/providers/store';
import { initTexts } from '../../renderer/texts';
import { createFakeApi, type FakeApi, type FakeState } from './fake-api';

// Views load their heavy parts when they are first needed: a second is short on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

function reset<T>(store: StoreApi<T>): void {
  store.setState(store.getInitialState(), true);
}

/** A clean app around a fake main: every store as at the start, texts loaded. */
export async function freshApp(change: Partial<FakeState> = {}): Promise<FakeApi> {
  cleanup();
  localStorage.clear();
  reset(useAppStore);
  reset(useChatStore);
  reset(usePreviewStore);
  reset(useAttachmentStore);
  reset(useProvidersStore);
  reset(useModelsStore);
  useChatStore.setState({ drafts: {} });
  const fake = createFakeApi(change);
  Object.defineProperty(window, 'api', { value: fake.api, configurable: true });
  await initTexts();
  return fake;
}

export function show(element: ReactElement): ReturnType<typeof render> {
  return render(
    <CSPProvider disableStyleElements>
      <TooltipProvider>
        {element}
        <Toaster />
      </TooltipProvider>
    </CSPProvider>,
  );
}
