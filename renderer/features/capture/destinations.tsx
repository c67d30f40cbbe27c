import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type AppState, useAppStore } from '../../app/store';
import { Button } from '../../components/button';
import { Switch } from '../../components/switch';
import { selectProviders, useProvidersStore } from '../providers/store';
import { changeRecall } from '../recall/actions';
import { loadStatus, useRecallStore } from '../recall/store';
import { type Recipient, useRecipient } from './recipient';

export interface Goes {
  readonly ask: boolean;
  readonly keep: boolean;
}

interface Props {
  readonly goes: Goes;
  readonly onChange: (change: Partial<Goes>) => void;
  readonly localOnly: boolean;
}

/** The router, and what it keeps, is on another machine. */
export const selectRemote = (state: AppState): boolean => state.settings.backend.mode === 'remote';

/** Where the picture goes, each with who receives what, before anything goes. */
export function Destinations({ goes, onChange, localOnly }: Props) {
  const { t } = useTranslation();
  const recipient = useRecipient('screenshot_understanding', localOnly);
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line p-3">
      <Switch
        label={t('capture.ask')}
        description={
          <>
            {t('capture.asking')} <Recipients recipient={recipient} localOnly={localOnly} />
          </>
        }
        checked={goes.ask}
        onChange={(ask) => onChange({ ask })}
      />
      <Keep goes={goes} onChange={onChange} localOnly={localOnly} />
    </div>
  );
}

function Recipients(props: { readonly recipient: Recipient; readonly localOnly: boolean }) {
  const { t } = useTranslation();
  const { recipient, localOnly } = props;
  const providers = useProvidersStore(selectProviders);
  const isRemote = useAppStore(selectRemote);
  if (localOnly && isRemote) return t('capture.askRemote');
  if (recipient.state === 'loading') return null;
  if (recipient.state === 'unknown') return t('capture.askUnknown');
  if (recipient.state === 'nobody') {
    return t(localOnly ? 'capture.askNobodyLocal' : 'capture.askNobody');
  }
  const { name: model, place, refused } = recipient;
  if (place === 'practice') return t('capture.askPractice', { model });
  const connected = providers.find(({ id }) => id === recipient.provider);
  const provider = connected?.name ?? recipient.provider;
  if (refused) return t('capture.askRefused', { model });
  const at = isRemote && place === 'here' ? 'server' : place;
  return t('capture.askTo', { model, provider, place: t(`capture.askPlace.${at}`) });
}

/** Recall off is no dead end: it is switched on here, where one sees what for. */
function Keep({ goes, onChange, localOnly }: Props) {
  const { t } = useTranslation();
  const status = useRecallStore((state) => state.status);
  const isRemote = useAppStore(selectRemote);
  useEffect(() => void loadStatus(), []);
  if (status.state !== 'ready') return null;
  const { keep: isOn, index } = status.value;
  const { name: model, local } = index.embeddedBy;
  const refused = isRemote && localOnly;
  const place = t(local ? 'capture.keepHere' : 'capture.keepThere');
  const here =
    localOnly && !local ? t('capture.keepLocalOnly') : t('capture.keeping', { model, place });
  const there = t(refused ? 'capture.keepRemotePrivate' : 'capture.keepRemote', { model });
  const description = isRemote ? there : here;
  if (!isOn) {
    return (
      <div className="flex items-center justify-between gap-4">
        <div>
          <div className="text-base text-ink">{t('capture.keep')}</div>
          <div className="text-sm text-ink-3">{t('capture.keepOff')}</div>
        </div>
        <Button size="sm" onClick={() => void switchOn()}>
          {t('capture.keepSwitchOn')}
        </Button>
      </div>
    );
  }
  return (
    <Switch
      label={t('capture.keep')}
      description={description}
      disabled={refused}
      checked={goes.keep && !refused}
      onChange={(keep) => onChange({ keep })}
    />
  );

  async function switchOn(): Promise<void> {
    await changeRecall({ keep: true });
    onChange({ keep: true });
  }
}
