import type { BenchmarkConfig, SyncCandidate } from '@shared/api/benchmark';
import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../components/badge';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { formatDateTime, formatMoney } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { EmptyState } from '../../components/states';
import { Switch } from '../../components/switch';
import { useModelNames } from '../why';
import {
  editDraft,
  excludeCandidate,
  openRunDialog,
  revertDraft,
  saveDraft,
  syncNow,
} from './actions';
import { reasonOf } from './draft';
import { NumberSetting } from './number-setting';
import { type BenchmarkFacts, useBenchmarks } from './store';

/** The daily sync of what is measured: bounds, what may be spent, who is in and why (S3-8). */
export function SyncTab({ facts }: { readonly facts: BenchmarkFacts }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      <BoundsCard facts={facts} />
      <CandidatesCard facts={facts} />
      {facts.config === null && (
        <p className="text-sm text-ink-3">{t('benchmarks.sync.noConfig')}</p>
      )}
    </div>
  );
}

function BoundsCard({ facts }: { readonly facts: BenchmarkFacts }) {
  const { t } = useTranslation();
  const draft = useBenchmarks((state) => state.draft);
  const edited = useBenchmarks((state) => state.edited);
  const saving = useBenchmarks((state) => state.saving);
  const error = useBenchmarks((state) => state.saveError);
  const syncing = useBenchmarks((state) => state.syncing);
  const { sync } = draft;
  const change = (part: Partial<BenchmarkConfig['sync']>): void =>
    editDraft({ ...draft, sync: { ...sync, ...part } });
  const none = facts.config === null;
  const enabled = facts.config?.sync.enabled ?? false;
  const upsideDown = sync.minCostUsd > sync.maxCostUsd;
  return (
    <Card
      title={t('benchmarks.sync.title')}
      description={t('benchmarks.sync.body')}
      actions={
        <Button
          size="sm"
          icon={<RefreshCw size={12} aria-hidden />}
          disabled={none || edited || syncing || !enabled}
          onClick={() => void syncNow()}
        >
          {t(syncing ? 'benchmarks.sync.syncing' : 'benchmarks.sync.now')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Switch
          label={t('benchmarks.sync.enabled')}
          description={t('benchmarks.sync.enabledHint')}
          checked={sync.enabled}
          onChange={(enabled) => change({ enabled })}
        />
        <Switch
          label={t('benchmarks.sync.spending')}
          description={t('benchmarks.sync.spendingHint')}
          checked={sync.spendingAllowed}
          onChange={(spendingAllowed) => change({ spendingAllowed })}
        />
        <div className="grid max-w-140 grid-cols-2 gap-3">
          <NumberSetting
            label={t('benchmarks.sync.min')}
            hint={t('benchmarks.sync.boundsHint')}
            value={sync.minCostUsd}
            min={0}
            max={10_000}
            step={0.05}
            onChange={(minCostUsd) => change({ minCostUsd })}
          />
          <NumberSetting
            label={t('benchmarks.sync.max')}
            hint={upsideDown ? t('benchmarks.sync.invalid') : ''}
            value={sync.maxCostUsd}
            min={0}
            max={10_000}
            step={0.05}
            onChange={(maxCostUsd) => change({ maxCostUsd })}
          />
        </div>
        {error !== null && (
          <Banner tone="error" title={t('benchmarks.settings.failed')}>
            {reasonOf(error)}
          </Banner>
        )}
        {edited && (
          <div className="flex items-center gap-2">
            <Button
              variant="primary"
              disabled={saving || upsideDown}
              onClick={() => void saveDraft()}
            >
              {t('benchmarks.settings.save')}
            </Button>
            {!none && (
              <Button disabled={saving} onClick={revertDraft}>
                {t('benchmarks.settings.revert')}
              </Button>
            )}
          </div>
        )}
        <p className="text-sm text-ink-3">
          {facts.candidates.syncedAt === null
            ? t('benchmarks.sync.never')
            : t('benchmarks.sync.at', { time: formatDateTime(facts.candidates.syncedAt) })}
        </p>
        <SyncAnswer />
        <Proposal facts={facts} />
      </div>
    </Card>
  );
}

/** What the sync that was just asked for did, or why it did nothing. */
function SyncAnswer() {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const answer = useBenchmarks((state) => state.synced);
  if (answer === null) return null;
  const { skippedReason, added, removed } = answer;
  const names = (models: readonly string[]): string => models.map(nameOf).join(', ');
  return (
    <Banner
      tone="info"
      title={
        skippedReason === null
          ? t('benchmarks.sync.started')
          : t(`benchmarks.sync.skipped.${skippedReason}`)
      }
      onDismiss={() => useBenchmarks.setState({ synced: null })}
    >
      {added.length > 0 && <p>{t('benchmarks.sync.added', { models: names(added) })}</p>}
      {removed.length > 0 && <p>{t('benchmarks.sync.removed', { models: names(removed) })}</p>}
    </Banner>
  );
}

function Proposal({ facts }: { readonly facts: BenchmarkFacts }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const { proposal } = facts.candidates;
  if (proposal === null || !(facts.config?.sync.enabled ?? false)) return null;
  const names = (models: readonly string[]): string => models.map(nameOf).join(', ');
  return (
    <Banner
      tone="warning"
      title={t('benchmarks.sync.proposal', { cost: formatMoney(proposal.estimateUsd) })}
      actions={
        <Button
          size="sm"
          disabled={facts.activeId !== null}
          onClick={() => openRunDialog('decider')}
        >
          {t('benchmarks.sync.run')}
        </Button>
      }
    >
      {proposal.added.length > 0 && (
        <p>{t('benchmarks.sync.added', { models: names(proposal.added) })}</p>
      )}
      {proposal.removed.length > 0 && (
        <p>{t('benchmarks.sync.removed', { models: names(proposal.removed) })}</p>
      )}
    </Banner>
  );
}

const TONES: Readonly<Record<SyncCandidate['state'], Tone>> = {
  manual: 'accent',
  auto: 'good',
  excluded: 'warn',
  out_of_bounds: 'neutral',
};

function CandidatesCard({ facts }: { readonly facts: BenchmarkFacts }) {
  const { t } = useTranslation();
  const { candidates } = facts.candidates;
  const excluded = facts.config?.sync.excluded ?? [];
  // An exclusion outlives its model, so it must be seen to be taken back.
  const gone = excluded.filter((id) => candidates.every(({ model }) => model !== id));
  const head = 'py-1 pr-4 text-left font-medium text-ink-2';
  if (candidates.length === 0 && gone.length === 0) {
    return (
      <Card>
        <EmptyState title={t('benchmarks.sync.empty')} body={t('benchmarks.sync.emptyBody')} />
      </Card>
    );
  }
  return (
    <Card>
      <div
        className="overflow-x-auto"
        role="region"
        tabIndex={0}
        aria-label={t('benchmarks.sync.title')}
      >
        <table className="w-full text-sm">
          <thead>
            <tr>
              <th className={head}>{t('benchmarks.sync.model')}</th>
              <th className={`${head} text-right`}>{t('benchmarks.sync.cost')}</th>
              <th className={head}>{t('benchmarks.sync.state')}</th>
              <th>
                <span className="sr-only">{t('benchmarks.sync.excludeShort')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <CandidateRow
                key={candidate.model}
                candidate={candidate}
                canExclude={facts.config !== null}
              />
            ))}
            {gone.map((model) => (
              <GoneRow key={model} model={model} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

interface CandidateRowProps {
  readonly candidate: SyncCandidate;
  readonly canExclude: boolean;
}

function CandidateRow({ candidate, canExclude }: CandidateRowProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const { model, runCostUsd, basis, state } = candidate;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="max-w-72 py-1 pr-4 text-left font-normal">
        <ModelName id={model} name={nameOf(model)} />
      </th>
      <td className="py-1 pr-4 text-right tabular-nums">
        {formatMoney(runCostUsd)}
        <span className="block text-xs text-ink-3">{t(`benchmarks.sync.basis.${basis}`)}</span>
      </td>
      <td className="py-1 pr-4">
        <Badge tone={TONES[state]}>{t(`benchmarks.sync.states.${state}`)}</Badge>
      </td>
      <td className="py-1 text-right">
        {canExclude && state !== 'manual' && (
          <ExcludeButton model={model} excluded={state === 'excluded'} />
        )}
      </td>
    </tr>
  );
}

function GoneRow({ model }: { readonly model: string }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  return (
    <tr className="border-t border-line">
      <th scope="row" className="max-w-72 py-1 pr-4 text-left font-normal">
        <ModelName id={model} name={nameOf(model)} />
      </th>
      <td />
      <td className="py-1 pr-4">
        <Badge tone="warn">{t('benchmarks.sync.gone')}</Badge>
      </td>
      <td className="py-1 text-right">
        <ExcludeButton model={model} excluded />
      </td>
    </tr>
  );
}

function ExcludeButton(props: { readonly model: string; readonly excluded: boolean }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const model = nameOf(props.model);
  return (
    <Button
      size="sm"
      aria-label={t(props.excluded ? 'benchmarks.sync.include' : 'benchmarks.sync.exclude', {
        model,
      })}
      onClick={() => void excludeCandidate(props.model)}
    >
      {t(props.excluded ? 'benchmarks.sync.includeShort' : 'benchmarks.sync.excludeShort')}
    </Button>
  );
}
