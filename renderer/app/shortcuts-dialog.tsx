import { useTranslation } from 'react-i18next';
import { Dialog } from '../components/dialog';
import { MOD } from './shortcuts';
import { setShortcutsOpen, useAppStore } from './store';
import { VIEWS } from './views';

/** An Electron accelerator as the keys on this system. */
function keysOf(accelerator: string): string {
  return accelerator.replace(/^(?:CommandOrControl|CmdOrCtrl)(?=\+)/u, MOD).replaceAll('+', ' ');
}

export function ShortcutsDialog() {
  const { t } = useTranslation();
  const open = useAppStore((state) => state.shortcutsOpen);
  const talkKey = useAppStore((state) => state.settings.voice.key);
  const globalKey = useAppStore((state) => state.settings.voice.globalHold);
  const globalToggle = useAppStore((state) => state.settings.voice.globalToggle);
  const screenshot = useAppStore((state) => state.settings.screenshots.shortcut);
  const rows: readonly (readonly [string, string])[] = [
    [t('app.shortcuts.palette'), `${MOD} K`],
    [t('app.shortcuts.newChat'), `${MOD} N`],
    [t('app.shortcuts.focusComposer'), `${MOD} L`],
    ...VIEWS.map(
      (view, index) =>
        [
          t('app.shortcuts.view', { view: t(`app.views.${view.id}`) }),
          `${MOD} ${index + 1}`,
        ] as const,
    ),
    [t('app.shortcuts.send'), 'Enter'],
    [t('app.shortcuts.newline'), 'Shift Enter'],
    [t('app.shortcuts.stop'), 'Esc'],
    [t('app.shortcuts.list'), `${MOD} /`],
    ...(talkKey === 'off'
      ? []
      : [[t('app.shortcuts.talk'), t(`voice.settings.keys.${talkKey}`)] as const]),
    ...(globalKey === 'off'
      ? []
      : [[t('app.shortcuts.talkAnywhere'), t(`voice.settings.keys.${globalKey}`)] as const]),
    ...(globalToggle === ''
      ? []
      : [[t('app.shortcuts.toggleAnywhere'), keysOf(globalToggle)] as const]),
    ...(screenshot === '' ? [] : [[t('capture.shortcut'), keysOf(screenshot)] as const]),
  ];
  return (
    <Dialog open={open} onOpenChange={setShortcutsOpen} title={t('app.shortcuts.title')} width="sm">
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2 pb-2">
        {rows.map(([label, keys]) => (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="flex justify-end gap-1">
              {keys.split(' ').map((key) => (
                <kbd
                  key={key}
                  className="rounded-sm border border-line bg-sunken px-1.5 font-sans text-sm"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
