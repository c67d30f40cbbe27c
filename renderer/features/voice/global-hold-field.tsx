import type { VoiceStatus } from '@shared/ipc/voice';
import { TALK_KEYS, type TalkKey, type VoiceSettings } from '@shared/settings/settings';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { Button } from '../../components/button';
import { formatList } from '../../components/format';
import { Select } from '../../components/select';

export interface GlobalHoldFieldProps {
  readonly voice: VoiceSettings;
  /** Null until it is known. */
  readonly status: VoiceStatus | null;
  readonly onChange: (key: TalkKey) => void;
}

/** The key that is held to talk in every program: what that means, whether it works, what else does. */
export function GlobalHoldField({ voice, status, onChange }: GlobalHoldFieldProps) {
  const { t } = useTranslation();
  const bodyId = useId();
  return (
    <div className="flex max-w-140 flex-col gap-1">
      <Select
        label={t('voice.settings.hold.key')}
        showLabel
        className="max-w-60"
        describedBy={bodyId}
        value={voice.globalHold}
        onChange={onChange}
        options={TALK_KEYS.map((value) => ({
          value,
          label: value === 'off' ? t('voice.settings.keyOff') : t(`voice.settings.keys.${value}`),
        }))}
      />
      <p id={bodyId} className="text-sm text-ink-3">
        {t('voice.settings.hold.body')}
      </p>
      <div role="status">{status !== null && <State status={status} voice={voice} />}</div>
    </div>
  );
}

function State(props: { readonly status: VoiceStatus; readonly voice: VoiceSettings }) {
  const { t } = useTranslation();
  const hold = props.status.globalHold;
  if (hold.state === 'off') return null;
  if (hold.state !== 'unavailable') {
    return <p className="text-sm text-ink-2">{t(`voice.settings.hold.${hold.state}`)}</p>;
  }
  return (
    <div className="flex flex-col items-start gap-1 text-sm">
      <p className="text-warn">
        {t('voice.settings.hold.unavailable', {
          reason: t(`voice.settings.hold.reasons.${hold.reason}`),
        })}
      </p>
      <Remains {...props} />
      <Button size="sm" onClick={() => void api().voice.retryHold()}>
        {t('common.retry')}
      </Button>
    </div>
  );
}

/** The ways to talk that need nothing of the kind. */
function Remains({
  status,
  voice,
}: {
  readonly status: VoiceStatus;
  readonly voice: VoiceSettings;
}) {
  const { t } = useTranslation();
  const modes = [
    ...(voice.key === 'off'
      ? []
      : [t('voice.settings.hold.modes.window', { key: t(`voice.settings.keys.${voice.key}`) })]),
    t('voice.settings.hold.modes.button'),
    status.globalToggle === 'ready'
      ? t('voice.settings.hold.modes.toggle', { shortcut: voice.globalToggle })
      : t('voice.settings.hold.modes.canToggle'),
  ];
  return (
    <p className="text-ink-2">{t('voice.settings.hold.remains', { modes: formatList(modes) })}</p>
  );
}
