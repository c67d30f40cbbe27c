import type { CaptureStatus } from '@shared/ipc/capture';
import type { ScreenshotSettings } from '@shared/settings/settings';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { changeSettings, useAppStore } from '../../app/store';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { TextField } from '../../components/text-field';
import { PrivacyList } from './privacy-list';

function change(part: Partial<ScreenshotSettings>): Promise<boolean> {
  const { screenshots } = useAppStore.getState().settings;
  return changeSettings({ screenshots: { ...screenshots, ...part } });
}

async function readStatus(): Promise<CaptureStatus['shortcut'] | null> {
  const result = await api().capture.status();
  return result.ok ? result.data.shortcut : null;
}

/** Settings of screenshots: the shortcut, and which apps are private. */
export function ScreenshotsCard() {
  const { t } = useTranslation();
  const { shortcut, privateApps } = useAppStore((state) => state.settings.screenshots);
  return (
    <Card title={t('capture.settings.title')}>
      <div className="flex flex-col gap-4">
        <Shortcut shortcut={shortcut} />
        <PrivacyList list={privateApps} onChange={(list) => void change({ privateApps: list })} />
      </div>
    </Card>
  );
}

function Shortcut({ shortcut }: { readonly shortcut: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState(shortcut);
  const [status, setStatus] = useState<CaptureStatus['shortcut']>('off');
  useEffect(() => {
    let wanted = true;
    const read = async (): Promise<void> => {
      const found = await readStatus();
      if (wanted && found !== null) setStatus(found);
    };
    void read();
    return () => {
      wanted = false;
    };
  }, []);
  const apply = async (): Promise<void> => {
    if (!(await change({ shortcut: text.trim() }))) return;
    const found = await readStatus();
    if (found !== null) setStatus(found);
  };
  return (
    <form
      className="flex max-w-96 flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <div className="flex items-end gap-2">
        <TextField
          className="flex-1"
          label={t('capture.settings.shortcut')}
          value={text}
          onChange={setText}
          maxLength={60}
          error={status === 'refused' ? t('capture.settings.shortcutRefused') : null}
        />
        <Button type="submit">{t('capture.settings.apply')}</Button>
      </div>
      <p className="text-sm text-ink-3">
        {t(`capture.settings.${status === 'ready' ? 'shortcutReady' : 'shortcutBody'}`)}
      </p>
    </form>
  );
}
