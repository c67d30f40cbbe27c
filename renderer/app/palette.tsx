import { Dialog as Base } from '@base-ui/react/dialog';
import { AUTO_SETTINGS } from '@shared/routing/strategy-setting';
import { THEMES } from '@shared/settings/settings';
import { Command } from 'cmdk';
import {
  Activity,
  Camera,
  Contrast,
  FileAudio,
  Gauge,
  Keyboard,
  KeyRound,
  Library,
  type LucideIcon,
  MessageSquare,
  Radar,
  RefreshCw,
  Sparkles,
  SquarePen,
  TextCursorInput,
} from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { openRunDialog } from '../features/benchmarks/actions';
import { openCapture } from '../features/capture';
import { askFocus, newChat, openConversation, useChatStore } from '../features/chat';
import { chooseSetting } from '../features/chat/actions';
import { refreshList } from '../features/chat/list-actions';
import { refreshSources } from '../features/models/actions';
import { detectLocal, showSection } from '../features/providers';
import { showFiles } from '../features/voice';
import {
  changeSettings,
  copyGatewayToken,
  retryBackend,
  setPaletteOpen,
  setShortcutsOpen,
  showView,
  useAppStore,
} from './store';
import { VIEWS } from './views';

const RECENT = 20;

/** Everything by name: views, actions, settings and recent conversations. */
export function Palette() {
  const { t } = useTranslation();
  const open = useAppStore((state) => state.paletteOpen);
  useEffect(() => {
    if (open) void refreshList();
  }, [open]);
  return (
    <Base.Root open={open} onOpenChange={setPaletteOpen}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim" />
        <Base.Popup className="fixed top-[15vh] left-1/2 z-40 w-[560px] max-w-[calc(100vw-32px)] -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-pop">
          <Base.Title className="sr-only">{t('app.palette.title')}</Base.Title>
          <Command label={t('app.palette.title')} loop>
            <Command.Input
              autoFocus
              placeholder={t('app.palette.placeholder')}
              className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
            />
            <Command.List className="max-h-[50vh] overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-3">
              <Command.Empty className="p-4 text-center text-ink-3">
                {t('app.palette.empty')}
              </Command.Empty>
              <Views />
              <Actions />
              <Themes />
              <Recent />
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Item(props: {
  readonly value: string;
  readonly run: () => void;
  readonly icon: LucideIcon;
  readonly children: ReactNode;
}) {
  const { icon: Icon } = props;
  return (
    <Command.Item
      value={props.value}
      onSelect={() => {
        setPaletteOpen(false);
        props.run();
      }}
      className="flex h-8 items-center gap-2 rounded-md px-2 data-[selected=true]:bg-hover"
    >
      <Icon size={14} aria-hidden className="shrink-0 text-ink-3" />
      {props.children}
    </Command.Item>
  );
}

function Views() {
  const { t } = useTranslation();
  return (
    <Command.Group heading={t('app.palette.goTo')}>
      {VIEWS.map(({ id, icon }) => (
        <Item key={id} icon={icon} value={t(`app.views.${id}`)} run={() => showView(id)}>
          {t(`app.views.${id}`)}
        </Item>
      ))}
    </Command.Group>
  );
}

function Actions() {
  const { t } = useTranslation();
  const actions: readonly (readonly [LucideIcon, string, () => void])[] = [
    [
      SquarePen,
      t('app.palette.newChat'),
      () => {
        showView('chat');
        newChat();
      },
    ],
    [
      TextCursorInput,
      t('app.palette.focusComposer'),
      () => {
        showView('chat');
        askFocus();
      },
    ],
    [Camera, t('capture.take'), () => openCapture('ask')],
    [FileAudio, t('app.palette.transcribeFile'), () => showFiles(true)],
    [Keyboard, t('app.palette.shortcuts'), () => setShortcutsOpen(true)],
    [RefreshCw, t('app.palette.retryBackend'), () => void retryBackend()],
    [KeyRound, t('app.palette.copyToken'), () => void copyGatewayToken()],
    [
      Radar,
      t('app.palette.detectLocal'),
      () => {
        showView('providers');
        void detectLocal();
      },
    ],
    [
      Library,
      t('app.palette.refreshModels'),
      () => {
        showView('models');
        void refreshSources('*');
      },
    ],
    [
      Gauge,
      t('app.palette.benchmark'),
      () => {
        showView('benchmarks');
        openRunDialog('decider');
      },
    ],
    ...AUTO_SETTINGS.map(
      (setting) =>
        [
          Sparkles,
          t('app.palette.decideBy', { setting: t(`common.autoSettings.${setting}`) }),
          () => void chooseSetting(setting),
        ] as const,
    ),
    [
      KeyRound,
      t('app.palette.keys'),
      () => {
        showView('providers');
        showSection('gateway');
      },
    ],
    [
      Activity,
      t('app.palette.requests'),
      () => {
        showView('providers');
        showSection('requests');
      },
    ],
  ];
  return (
    <Command.Group heading={t('app.palette.actions')}>
      {actions.map(([icon, label, run]) => (
        <Item key={label} icon={icon} value={label} run={run}>
          {label}
        </Item>
      ))}
    </Command.Group>
  );
}

function Themes() {
  const { t } = useTranslation();
  return (
    <Command.Group heading={t('app.palette.settings')}>
      {THEMES.map((theme) => {
        const label = t('app.palette.theme', { theme: t(`app.themes.${theme}`) });
        return (
          <Item
            key={theme}
            icon={Contrast}
            value={label}
            run={() => void changeSettings({ theme })}
          >
            {label}
          </Item>
        );
      })}
    </Command.Group>
  );
}

function Recent() {
  const { t } = useTranslation();
  const list = useChatStore((state) => state.list);
  if (list.state !== 'ready' || list.value.length === 0) return null;
  return (
    <Command.Group heading={t('app.palette.conversations')}>
      {list.value.slice(0, RECENT).map((item) => (
        <Item
          key={item.id}
          icon={MessageSquare}
          value={`${item.title} ${item.id}`}
          run={() => {
            showView('chat');
            void openConversation(item.id);
          }}
        >
          <span className="truncate">
            {item.title === '' ? t('app.palette.untitled') : item.title}
          </span>
        </Item>
      ))}
    </Command.Group>
  );
}
