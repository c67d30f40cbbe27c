import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import {
  insertIntoDraft,
  newChat,
  prefetchMarkdown,
  restoreDraftPictures,
  showVoiceTurn,
  takeChatEvent,
  voiceTarget,
} from '../features/chat';
import { connectCapture } from '../features/capture';
import { flushRemovals, refreshList } from '../features/chat/list-actions';
import { followPicks, loadPicks } from '../features/models/actions';
import { detectLocal, followProviders, loadProviders } from '../features/providers';
import { connectVoice } from '../features/voice';
import { loadCatalog } from '../features/why';
import { initTexts } from '../texts';
import { api } from './api';
import { App } from './app';
import { copyThroughMain } from './clipboard';
import { connectApp, showView, useAppStore } from './store';

function loadFromBackend(): void {
  void loadProviders();
  void loadPicks();
  void loadCatalog('general_assistant');
  void refreshList();
}

/** Whatever was missed while the router was away is read when it is back. */
function reloadWhenBack(): void {
  useAppStore.subscribe((state, before) => {
    if (state.backend.state === 'running' && before.backend.state !== 'running') loadFromBackend();
  });
}

export async function start(root: HTMLElement): Promise<void> {
  await initTexts();
  copyThroughMain();
  api().on('chat', takeChatEvent);
  api().on('command', ({ name }) => {
    if (name === 'new-chat') newChat();
  });
  connectVoice({
    target: voiceTarget,
    onAnswering: (notice) => void showVoiceTurn(notice),
    onDictated: insertIntoDraft,
    show: () => showView('chat'),
  });
  connectCapture();
  void restoreDraftPictures();
  followProviders();
  followPicks();
  // Not pagehide: by then main does not trust the frame any more.
  window.addEventListener('beforeunload', flushRemovals);
  // Catalog names depend on what is connected.
  api().on('providers', () => void loadCatalog('general_assistant'));
  api().on('catalog', () => void loadCatalog('general_assistant'));
  await connectApp();
  reloadWhenBack();
  loadFromBackend();
  void detectLocal();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
  prefetchMarkdown();
}
