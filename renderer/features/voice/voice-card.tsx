import type { VoiceStatus } from '@shared/ipc/voice';
import {
  LIVE_MODES,
  SPEECH_MODES,
  TALK_KEYS,
  VOICE_CAP,
  type VoiceSettings,
} from '@shared/settings/settings';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSettings, useAppStore } from '../../app/store';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { NumberField } from '../../components/number-field';
import { Select } from '../../components/select';
import { Switch } from '../../components/switch';
import { TextField } from '../../components/text-field';
import { GlobalHoldField } from './global-hold-field';
import { useVoiceStatus } from './use-voice-status';

function change(part: Partial<VoiceSettings>): Promise<boolean> {
  return changeSettings({ voice: { ...useAppStore.getState().settings.voice, ...part } });
}

/** Settings of push-to-talk. */
export function VoiceCard() {
  const { t } = useTranslation();
  const voice = useAppStore((state) => state.settings.voice);
  const status = useVoiceStatus();
  const [cap, setCap] = useState<number | null>(voice.capSeconds);
  return (
    <Card title={t('voice.settings.title')}>
      <div className="flex flex-col gap-3">
        <Switch
          label={t('voice.settings.microphone')}
          description={t('voice.settings.microphoneBody')}
          checked={voice.microphone}
          onChange={(microphone) => void change({ microphone })}
        />
        <DeviceSelect key={String(voice.microphone)} voice={voice} />
        <Select
          label={t('voice.settings.key')}
          showLabel
          className="max-w-60"
          value={voice.key}
          onChange={(key) => void change({ key })}
          options={TALK_KEYS.map((value) => ({
            value,
            label: value === 'off' ? t('voice.settings.keyOff') : t(`voice.settings.keys.${value}`),
          }))}
        />
        <GlobalHoldField
          voice={voice}
          status={status}
          onChange={(globalHold) => void change({ globalHold })}
        />
        <Toggle voice={voice} status={status?.globalToggle ?? 'off'} />
        <NumberField
          label={t('voice.settings.cap')}
          className="max-w-60"
          min={VOICE_CAP.min}
          max={VOICE_CAP.max}
          value={cap}
          onChange={setCap}
          onCommit={(capSeconds) => {
            if (capSeconds !== null) void change({ capSeconds: Math.round(capSeconds) });
          }}
        />
        <Switch
          label={t('voice.settings.keepReady')}
          description={t('voice.settings.keepReadyBody')}
          checked={voice.keepReady}
          onChange={(keepReady) => void change({ keepReady })}
        />
        <Select
          label={t('voice.settings.speech')}
          showLabel
          className="max-w-60"
          value={voice.speech}
          onChange={(speech) => void change({ speech })}
          options={SPEECH_MODES.map((value) => ({
            value,
            label: t(`voice.settings.speechModes.${value}`),
          }))}
        />
        {voice.speech === 'provider' && <SpeechModel voice={voice} />}
        <div className="flex flex-col gap-1">
          <Select
            label={t('voice.settings.realtime')}
            showLabel
            className="max-w-60"
            value={voice.realtime}
            onChange={(realtime) => void change({ realtime })}
            options={LIVE_MODES.map((value) => ({
              value,
              label: t(`voice.settings.realtimeModes.${value}`),
            }))}
          />
          <p className="text-sm text-ink-3">{t('voice.settings.realtimeBody')}</p>
        </div>
      </div>
    </Card>
  );
}

interface PartProps {
  readonly voice: VoiceSettings;
}

/** Names of devices are only told once the microphone is allowed. */
function DeviceSelect({ voice }: PartProps) {
  const { t } = useTranslation();
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const media = navigator.mediaDevices;
    let gone = false;
    const read = async (): Promise<void> => {
      const found = await media.enumerateDevices();
      if (!gone) {
        setDevices(
          found.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== 'default'),
        );
      }
    };
    void read();
    const again = (): void => void read();
    media.addEventListener('devicechange', again);
    return () => {
      gone = true;
      media.removeEventListener('devicechange', again);
    };
  }, []);
  const known = devices.filter(({ deviceId }) => deviceId !== '');
  const isGone = voice.deviceId !== '' && !known.some((one) => one.deviceId === voice.deviceId);
  return (
    <Select
      label={t('voice.settings.device')}
      showLabel
      className="max-w-96"
      disabled={!voice.microphone}
      value={voice.deviceId}
      onChange={(deviceId) => void change({ deviceId })}
      options={[
        { value: '', label: t('voice.settings.deviceDefault') },
        ...known.map(({ deviceId, label }, index) => ({
          value: deviceId,
          label: label === '' ? t('voice.settings.deviceUnnamed', { number: index + 1 }) : label,
        })),
        ...(isGone
          ? [
              {
                value: voice.deviceId,
                label: t('voice.settings.deviceGone', { id: voice.deviceId.slice(0, 8) }),
              },
            ]
          : []),
      ]}
    />
  );
}

function Toggle({ voice, status }: PartProps & { readonly status: VoiceStatus['globalToggle'] }) {
  const { t } = useTranslation();
  const [text, setText] = useState(voice.globalToggle);
  return (
    <form
      className="flex max-w-96 flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        void change({ globalToggle: text.trim() });
      }}
    >
      <div className="flex items-end gap-2">
        <TextField
          className="flex-1"
          label={t('voice.settings.toggle')}
          value={text}
          onChange={setText}
          error={status === 'refused' ? t('voice.settings.toggleRefused') : null}
        />
        <Button type="submit">{t('voice.settings.apply')}</Button>
      </div>
      <p className="text-sm text-ink-3">
        {status === 'ready' ? t('voice.settings.toggleReady') : t('voice.settings.toggleBody')}
      </p>
    </form>
  );
}

function SpeechModel({ voice }: PartProps) {
  const { t } = useTranslation();
  const [model, setModel] = useState(voice.speechModel);
  const [name, setName] = useState(voice.speechVoice);
  const isModel = model.trim() === '' || /^[^/]+\/.+$/u.test(model.trim());
  return (
    <form
      className="flex max-w-96 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isModel) void change({ speechModel: model.trim(), speechVoice: name.trim() });
      }}
    >
      <TextField
        label={t('voice.settings.speechModel')}
        description={t('voice.settings.speechModelBody')}
        value={model}
        onChange={setModel}
        error={isModel ? null : t('voice.settings.speechModelBad')}
      />
      <div className="flex items-end gap-2">
        <TextField
          className="flex-1"
          label={t('voice.settings.speechVoice')}
          value={name}
          onChange={setName}
        />
        <Button type="submit">{t('voice.settings.apply')}</Button>
      </div>
    </form>
  );
}
