import { useEffect } from 'react';
import { askFocus, newChat } from '../features/chat';
import { setPaletteOpen, setShortcutsOpen, showView, useAppStore } from './store';
import { VIEWS } from './views';

const isMac = navigator.userAgent.includes('Mac');

/** The name of the modifier on this system. */
export const MOD = isMac ? '⌘' : 'Ctrl';

function run(key: string): boolean {
  if (key === 'k') {
    setPaletteOpen(!useAppStore.getState().paletteOpen);
    return true;
  }
  if (key === 'n') {
    showView('chat');
    newChat();
    return true;
  }
  if (key === 'l') {
    showView('chat');
    askFocus();
    return true;
  }
  if (key === '/') {
    setShortcutsOpen(true);
    return true;
  }
  const view = VIEWS[Number(key) - 1];
  if (view === undefined) return false;
  showView(view.id);
  return true;
}

/** Window-wide shortcuts, all with Ctrl/Cmd so that they never eat what is typed. */
export function useShortcuts(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const mod = isMac ? event.metaKey : event.ctrlKey;
      if (!mod || event.altKey || event.shiftKey) return;
      if (run(event.key.toLowerCase())) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
