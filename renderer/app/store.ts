import type { AppInfo, BackendStatus, Notice } from '@shared/ipc/contract';
import { DEFAULT_SETTINGS, type Settings } from '@shared/settings/settings';
import { t } from 'i18next';
import { create } from 'zustand';
import { toast, toastError } from '../components/toaster';
import { api } from './api';

export const VIEW_IDS = [
  'chat',
  'preferences',
  'history',
  'recall',
  'teach',
  'routes',
  'benchmarks',
  'usage',
  'models',
  'providers',
  'settings',
] as const;
export type ViewId = (typeof VIEW_IDS)[number];

export interface AppState {
  readonly view: ViewId;
  readonly paletteOpen: boolean;
  readonly shortcutsOpen: boolean;
  /** Main's truth, mirrored. */
  readonly settings: Settings;
  readonly backend: BackendStatus;
  readonly notices: readonly Notice[];
  readonly info: AppInfo | null;
}

export const useAppStore = create<AppState>()(() => ({
  view: 'chat',
  paletteOpen: false,
  shortcutsOpen: false,
  settings: DEFAULT_SETTINGS,
  backend: { state: 'starting', url: null, attempts: 0, error: null },
  notices: [],
  info: null,
}));

const set = useAppStore.setState;

export function showView(view: ViewId): void {
  set({ view });
}

export function setPaletteOpen(paletteOpen: boolean): void {
  set({ paletteOpen });
}

export function setShortcutsOpen(shortcutsOpen: boolean): void {
  set({ shortcutsOpen });
}

/** Asks main to change settings; what comes back, not what was asked for, is shown. */
export async function changeSettings(change: Partial<Settings>): Promise<boolean> {
  const result = await api().settings.set(change);
  if (result.ok) set({ settings: result.data });
  else toastError(result.error);
  return result.ok;
}

export async function retryBackend(): Promise<void> {
  const result = await api().backend.retry();
  if (result.ok) set({ backend: result.data });
  else toastError(result.error);
}

/** Stores the token of a team's server; it cannot be read back. */
export async function saveRemoteToken(token: string): Promise<boolean> {
  const result = await api().backend.setRemoteToken({ token });
  if (result.ok) set({ backend: result.data });
  else toastError(result.error);
  return result.ok;
}

export async function dismissNotice(id: string): Promise<void> {
  set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
  const result = await api().app.dismissNotice({ id });
  if (!result.ok) toastError(result.error);
}

/** Copies through main and says so. */
export async function copyText(text: string): Promise<boolean> {
  const result = await api().app.copyText({ text });
  if (!result.ok) toastError(result.error);
  return result.ok;
}

/** Reads what the frame shows, then follows main's events. Call what is returned to stop. */
export async function connectApp(): Promise<() => void> {
  const { on, settings, backend, app } = api();
  const stops = [
    on('settings', (next) => set({ settings: next })),
    on('backend', (next) => set({ backend: next })),
    on('notice', (notice) =>
      set((state) => ({
        notices: [...state.notices.filter((known) => known.id !== notice.id), notice],
      })),
    ),
    on('command', ({ name }) => {
      if (name === 'palette') setPaletteOpen(true);
      else if (name === 'new-chat') showView('chat');
      else showView(name);
    }),
  ];
  const [gotSettings, gotBackend, gotNotices, gotInfo] = await Promise.all([
    settings.get(),
    backend.status(),
    app.notices(),
    app.info(),
  ]);
  if (gotSettings.ok) set({ settings: gotSettings.data });
  else toastError(gotSettings.error);
  if (gotBackend.ok) set({ backend: gotBackend.data });
  if (gotNotices.ok) set({ notices: gotNotices.data });
  if (gotInfo.ok) set({ info: gotInfo.data });
  return () => {
    for (const stop of stops) stop();
  };
}

/** A first start is not an outage: nothing is said until an attempt has failed. */
export const selectBackendDown = (state: AppState): boolean =>
  state.backend.state === 'stopped' ||
  state.backend.state === 'restarting' ||
  state.backend.error !== null;

/** Main copies the gateway's token; it never comes here. */
export async function copyGatewayToken(): Promise<void> {
  const result = await api().backend.copyToken();
  if (result.ok) toast({ title: t('app.palette.tokenCopied') });
  else toastError(result.error);
}
