import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../app/store';
import { autoSettingOf } from '@shared/routing/strategy-setting';
import { splitModelId } from '../../components/model-name';
import { selectProviders, useProvidersStore } from '../providers/store';
import { useModelName } from '../why';
import { usePreviewStore } from './preview';
import { useSendPlan } from './send-plan';
import { selectNextModel, useChatStore } from './store';

/** Before pictures go: to whom, and whether they leave this machine. Nothing while there are none. */
export function PictureRecipient() {
  const { t } = useTranslation();
  const { pictures, earlier, leftOut, localOnly, task } = useSendPlan();
  const recipient = useRecipient(task, localOnly);
  if (pictures === 0) return null;
  const isBad = recipient.state === 'refused' || recipient.state === 'blind';
  return (
    <div
      role="status"
      data-testid="picture-recipient"
      className={`px-3 py-1 text-sm ${isBad ? 'text-bad' : 'text-ink-2'}`}
    >
      {recipient.state === 'known' &&
        t(earlier ? 'chat.pictures.goAgainTo' : 'chat.pictures.goTo', {
          count: pictures,
          model: recipient.name,
          place: t(`chat.pictures.place.${recipient.place}`, { provider: recipient.provider }),
        })}
      {recipient.state === 'blind' && t('chat.pictures.blind', { model: recipient.name })}
      {recipient.state === 'refused' && t('chat.pictures.refused', { model: recipient.name })}
      {recipient.state === 'nobody' &&
        t(localOnly ? 'chat.pictures.nobodyLocal' : 'chat.pictures.nobody')}
      {recipient.state === 'unknown' && t('chat.pictures.unknown')}
      {leftOut > 0 && <> {t('chat.pictures.leftOut', { count: leftOut })}</>}
    </div>
  );
}

type Recipient =
  | { readonly state: 'loading' | 'nobody' | 'unknown' }
  | { readonly state: 'blind' | 'refused'; readonly name: string }
  | {
      readonly state: 'known';
      readonly name: string;
      readonly provider: string;
      readonly place: 'here' | 'there' | 'practice';
    };

/** As the chip has it: the model that is named, else the one that the router would take. */
function useRecipient(
  task: 'general_assistant' | 'screenshot_understanding',
  localOnly: boolean,
): Recipient {
  const preview = usePreviewStore((state) => state.preview);
  const named = useChatStore(selectNextModel);
  const setting = useAppStore((state) => state.settings.selections[task]);
  const explicit = named ?? (autoSettingOf(setting) === null ? setting : null);
  const cached = preview.state === 'cached' ? preview.pick.decision.model : null;
  const picked = preview.state === 'ready' ? preview.trace.model : cached;
  const id = explicit ?? picked ?? '';
  const known = useModelName(id);
  const providers = useProvidersStore(selectProviders);
  // What it was before the first picture came is about another task, and may be another model.
  const isOld = preview.state === 'ready' && preview.trace.task !== task;
  if (preview.state === 'loading' || isOld) return { state: 'loading' };
  if (id === '') return { state: preview.state === 'ready' ? 'nobody' : 'unknown' };
  if (preview.state !== 'ready') return { state: 'unknown' };
  const model = preview.trace.candidates.find((candidate) => candidate.id === id);
  const name = model?.name ?? known;
  if (model?.drop === 'missing_modality') return { state: 'blind', name };
  const { provider } = splitModelId(id);
  const connected = providers.find((one) => one.id === provider);
  const isHere = model?.local ?? connected?.local ?? false;
  if (localOnly && !isHere && explicit !== null) return { state: 'refused', name };
  const place = model?.practice === true ? 'practice' : isHere ? 'here' : 'there';
  return { state: 'known', name, provider: connected?.name ?? provider, place };
}
