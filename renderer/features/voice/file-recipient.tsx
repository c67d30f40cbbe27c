import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../app/store';
import { selectRemote } from '../capture/destinations';
import { useRecipient } from '../capture/recipient';
import { selectProviders, useProvidersStore } from '../providers/store';

/** Before a recording goes: to whom, and whether it leaves this machine. */
export function FileRecipient() {
  return (
    <p className="min-h-5 text-ink-2">
      <Words />
    </p>
  );
}

function Words() {
  const { t } = useTranslation();
  const recipient = useRecipient('transcription', false);
  const providers = useProvidersStore(selectProviders);
  const isRemote = useAppStore(selectRemote);
  if (recipient.state === 'loading') return null;
  if (recipient.state === 'unknown') return t('voice.files.toUnknown');
  if (recipient.state === 'nobody') return t('voice.files.toNobody');
  const { name: model, place } = recipient;
  if (place === 'practice') return t('voice.files.toPractice', { model });
  const provider =
    providers.find(({ id }) => id === recipient.provider)?.name ?? recipient.provider;
  const at = isRemote && place === 'here' ? 'server' : place;
  return t('voice.files.to', { model, provider, place: t(`voice.files.place.${at}`) });
}
