import type { Settings } from '@shared/settings/settings';
import { THEMES } from '@shared/settings/settings';
import { Copy, Keyboard } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  changeSettings,
  copyText,
  saveRemoteToken,
  setShortcutsOpen,
  useAppStore,
} from '../../app/store';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { NumberField } from '../../components/number-field';
import { Select } from '../../components/select';
import { Switch } from '../../components/switch';
import { TextField } from '../../components/text-field';
import { toast } from '../../components/toaster';
import { ViewHeader } from '../../components/view-header';
import { isHttpUrl } from '../providers/presets';
import { ScreenshotsCard } from '../capture';
import { VoiceCard } from '../voice';

const MAX_PORT = 65_535;

function change(part: Partial<Settings>): void {
  void changeSettings(part);
}

export function SettingsView() {
  const { t } = useTranslation();
  const settings = useAppStore((state) => state.settings);
  return (
    <div className="flex h-full min-w-0 flex-col">
      <ViewHeader title={t('settings.title')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 p-6">
          <Card title={t('settings.appearance')}>
            <Select
              label={t('settings.theme')}
              showLabel
              className="max-w-60"
              value={settings.theme}
              onChange={(theme) => change({ theme })}
              options={THEMES.map((value) => ({ value, label: t(`app.themes.${value}`) }))}
            />
          </Card>
          <Card title={t('settings.behaviour')}>
            <div className="flex flex-col gap-3">
              <Switch
                label={t('settings.closeToTray')}
                description={t('settings.closeToTrayBody')}
                checked={settings.closeToTray}
                onChange={(closeToTray) => change({ closeToTray })}
              />
              <Switch
                label={t('settings.startAtLogin')}
                description={t('settings.startAtLoginBody')}
                checked={settings.startAtLogin}
                onChange={(startAtLogin) => change({ startAtLogin })}
              />
            </div>
          </Card>
          <Card title={t('settings.privacy')}>
            <Switch
              label={t('settings.keepExcerpts')}
              description={t('settings.keepExcerptsBody')}
              checked={settings.keepExcerpts}
              onChange={(keepExcerpts) => change({ keepExcerpts })}
            />
            <div className="mt-3">
              <Switch
                label={t('settings.learnFromFeedback')}
                description={t('settings.learnFromFeedbackBody')}
                checked={settings.learnFromFeedback && settings.keepExcerpts}
                disabled={!settings.keepExcerpts}
                onChange={(learnFromFeedback) => change({ learnFromFeedback })}
              />
            </div>
          </Card>
          <VoiceCard />
          <ScreenshotsCard />
          <RouterCard key={JSON.stringify(settings.backend)} settings={settings} change={change} />
          <Card title={t('settings.shortcuts')}>
            <Button icon={<Keyboard size={14} />} onClick={() => setShortcutsOpen(true)}>
              {t('settings.showShortcuts')}
            </Button>
          </Card>
          <AboutCard />
        </div>
      </div>
    </div>
  );
}

function RouterCard(props: {
  readonly settings: Settings;
  readonly change: (part: Partial<Settings>) => void;
}) {
  const { t } = useTranslation();
  const { backend, gatewayPort } = props.settings;
  const [mode, setMode] = useState(backend.mode);
  const [url, setUrl] = useState(backend.mode === 'remote' ? backend.url : 'https://');
  const [tried, setTried] = useState(false);
  const apply = (): void => {
    setTried(true);
    if (isHttpUrl(url)) props.change({ backend: { mode: 'remote', url } });
  };
  return (
    <Card title={t('settings.router')}>
      <div className="flex max-w-96 flex-col gap-3">
        <Select
          label={t('settings.backendMode')}
          showLabel
          value={mode}
          onChange={(next) => {
            setMode(next);
            if (next === 'embedded') props.change({ backend: { mode: 'embedded' } });
          }}
          options={[
            { value: 'embedded', label: t('settings.embedded') },
            { value: 'remote', label: t('settings.remote') },
          ]}
        />
        {mode === 'remote' ? (
          <>
            <form
              className="flex items-end gap-2"
              onSubmit={(event) => {
                event.preventDefault();
                apply();
              }}
            >
              <TextField
                className="flex-1"
                type="url"
                label={t('settings.remoteUrl')}
                value={url}
                onChange={setUrl}
                error={tried && !isHttpUrl(url) ? t('settings.remoteUrlBad') : null}
              />
              <Button type="submit">{t('settings.apply')}</Button>
            </form>
            <RemoteToken />
          </>
        ) : (
          <GatewayPort port={gatewayPort} change={props.change} />
        )}
      </div>
    </Card>
  );
}

function RemoteToken() {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  const save = async (): Promise<void> => {
    if (!(await saveRemoteToken(token.trim()))) return;
    setToken('');
    toast({ title: t('settings.tokenSaved') });
  };
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() !== '') void save();
      }}
    >
      <TextField
        className="flex-1"
        type="password"
        label={t('settings.remoteToken')}
        placeholder={t('settings.remoteTokenBody')}
        value={token}
        onChange={setToken}
      />
      <Button type="submit" disabled={token.trim() === ''}>
        {t('settings.saveToken')}
      </Button>
    </form>
  );
}

function GatewayPort(props: {
  readonly port: number;
  readonly change: (part: Partial<Settings>) => void;
}) {
  const { t } = useTranslation();
  const [port, setPort] = useState<number | null>(props.port);
  return (
    <div>
      <NumberField
        label={t('settings.gatewayPort')}
        className="max-w-40"
        min={0}
        max={MAX_PORT}
        format={{ useGrouping: false }}
        value={port}
        onChange={setPort}
        onCommit={(next) => next !== null && props.change({ gatewayPort: next })}
      />
      <p className="mt-1 text-sm text-ink-3">{t('settings.gatewayPortBody')}</p>
    </div>
  );
}

function AboutCard() {
  const { t } = useTranslation();
  const info = useAppStore((state) => state.info);
  if (info === null) return null;
  const copyPath = async (): Promise<void> => {
    if (await copyText(info.logFile)) toast({ title: t('settings.pathCopied') });
  };
  return (
    <Card title={t('settings.about')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-ink-3">{t('settings.version')}</dt>
        <dd>
          {t('common.appName')} {info.version}
        </dd>
        <dt className="text-ink-3">{t('settings.platform')}</dt>
        <dd>
          {info.platform} · Electron {info.electron}
        </dd>
        <dt className="text-ink-3">{t('settings.logFile')}</dt>
        <dd className="min-w-0">
          <span className="font-mono text-sm break-all">{info.logFile}</span>
        </dd>
      </dl>
      <Button size="sm" className="mt-2" icon={<Copy size={12} />} onClick={() => void copyPath()}>
        {t('settings.copyPath')}
      </Button>
    </Card>
  );
}
