import { AUTO_SETTINGS, autoSettingOf } from '@shared/routing/strategy-setting';
import { Check, ChevronDown, ChevronRight, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../app/store';
import { waitText } from '../../components/estimate';
import { formatMoney } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../components/menu';
import { ModelName } from '../../components/model-name';
import { Popover } from '../../components/popover';
import { TraceView, useModelName, WhyActions } from '../why';
import { eligibleOf } from '../why/sentence';
import { chooseSetting, nameNextModel } from './actions';
import { type Preview, usePreviewStore } from './preview';
import { selectNextModel, useChatStore } from './store';
import { useSendPlan } from './send-plan';
import { useStrategy } from './use-preview';

const CHIP =
  'inline-flex h-7 min-w-0 items-center gap-1.5 rounded-md border border-line bg-sunken px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink';

/** The model the next message goes to, before it is sent. */
export function ModelChip() {
  const named = useChatStore(selectNextModel);
  const { task } = useSendPlan();
  const setting = useAppStore((state) => state.settings.selections[task]);
  const preview = usePreviewStore((state) => state.preview);
  const explicit = named ?? (autoSettingOf(setting) === null ? setting : null);
  return (
    <div className="flex min-w-0 items-center gap-1">
      {explicit === null ? <AutoChip preview={preview} /> : <NamedChip id={explicit} />}
      <ModelMenu preview={preview} explicit={explicit} />
    </div>
  );
}

function NamedChip({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const name = useModelName(id);
  return (
    <span className={CHIP} data-testid="model-chip">
      {t('chat.chip.named')}
      <ChevronRight size={12} aria-hidden />
      <ModelName id={id} name={name} />
    </span>
  );
}

function AutoChip({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const text = useChipText(preview);
  if (preview.state !== 'ready') {
    return (
      <span className={CHIP} data-testid="model-chip">
        <Sparkles size={14} aria-hidden className="shrink-0" />
        <span className="truncate">{text}</span>
      </span>
    );
  }
  const { trace } = preview;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      side="top"
      title={t('why.title')}
      showTitle
      className="w-[1080px]"
      trigger={
        <button
          type="button"
          className={CHIP}
          data-testid="model-chip"
          aria-label={t('chat.chip.label', { text })}
        >
          <Sparkles size={14} aria-hidden className="shrink-0" />
          <ChipContent preview={preview} text={text} />
        </button>
      }
    >
      <TraceView trace={trace} />
      {trace.strategy !== 'auto' && (
        <p className="mt-2 text-sm text-ink-3">{t('chat.chip.previewLocal')}</p>
      )}
      <WhyActions trace={trace} onUse={nameNextModel} onDone={() => setOpen(false)} />
    </Popover>
  );
}

function ChipContent({ preview, text }: { readonly preview: Preview; readonly text: string }) {
  const practice =
    preview.state === 'ready' &&
    preview.trace.candidates.some((c) => c.id === preview.trace.model && c.practice);
  const { t } = useTranslation();
  return (
    <span className="truncate">
      {text}
      {practice && <span className="text-warn"> · {t('common.practice')}</span>}
    </span>
  );
}

/** `Auto -> Claude Haiku 4.5 · est. $0.0004 · ~0.8 s`; a practice model's figures are no estimate. */
function useChipText(preview: Preview): string {
  const { t } = useTranslation();
  const strategy = useStrategy();
  const cached = preview.state === 'cached' ? preview.pick.decision : null;
  const cachedName = useModelName(cached === null ? '' : (cached.routerPick ?? cached.model));
  const autoName = t(`common.autoSettings.${strategy}`);
  if (preview.state === 'loading') return t('chat.chip.empty');
  if (preview.state === 'none') return t('chat.chip.none');
  if (preview.state === 'cached') {
    return `${autoName} → ${cachedName} · ${t('chat.chip.offline')}`;
  }
  const { trace } = preview;
  const chosen = trace.candidates.find((candidate) => candidate.id === trace.model);
  if (chosen === undefined) return t('chat.chip.none');
  const head = `${autoName} → ${chosen.name}`;
  if (chosen.practice) return `${head} · ${t('common.noCharge')}`;
  const cost =
    chosen.estimatedCostUsd === null
      ? t('chat.chip.estUnknown')
      : `${t('chat.chip.est')} ${formatMoney(chosen.estimatedCostUsd)}`;
  const wait = waitText(
    { latencyMs: chosen.estimatedLatencyMs, latency: chosen.figures.latency },
    t,
  );
  const held = trace.reason === 'held' ? t('chat.chip.held') : null;
  return [head, held, cost, wait].filter((part) => part !== null).join(' · ');
}

function ModelMenu({
  preview,
  explicit,
}: {
  readonly preview: Preview;
  readonly explicit: string | null;
}) {
  const { t } = useTranslation();
  const strategy = useStrategy();
  const candidates = preview.state === 'ready' ? eligibleOf(preview.trace) : [];
  return (
    <Menu
      side="top"
      trigger={
        <IconButton size="sm" label={t('chat.chip.change')} icon={<ChevronDown size={14} />} />
      }
    >
      <MenuLabel>{t('chat.chip.forEvery')}</MenuLabel>
      {AUTO_SETTINGS.map((setting) => (
        <MenuItem
          key={setting}
          icon={
            explicit === null && setting === strategy ? <Check size={14} /> : <Sparkles size={14} />
          }
          detail={t(`common.autoSettingHints.${setting}`)}
          onSelect={() => void chooseSetting(setting)}
        >
          {t(`common.autoSettings.${setting}`)}
        </MenuItem>
      ))}
      {candidates.length > 0 && (
        <>
          <MenuSeparator />
          <MenuLabel>{t('chat.chip.forNext')}</MenuLabel>
        </>
      )}
      {candidates.map((candidate) => (
        <MenuItem
          key={candidate.id}
          icon={<Check size={14} className={explicit === candidate.id ? '' : 'invisible'} />}
          onSelect={() => nameNextModel(candidate.id)}
        >
          <ModelName
            id={candidate.id}
            name={candidate.name}
            practice={candidate.practice}
            local={candidate.local}
          />
        </MenuItem>
      ))}
    </Menu>
  );
}
