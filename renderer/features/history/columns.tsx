import type { HistoryRow } from '@shared/api/history';
import { autoSettingOf } from '@shared/routing/strategy-setting';
import { isTaskName } from '@shared/routing/tasks';
import { columnVisibilityFeature, createColumnHelper, tableFeatures } from '@tanstack/react-table';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Duration, Unknown } from '../../components/figures';
import { formatCount, formatDateTime, formatScore } from '../../components/format';
import { ModelName, splitModelId } from '../../components/model-name';
import { Cost, Status } from '../../components/outcome';
import { useModelName } from '../why';
import { RatingButtons } from './rating-buttons';

/** A place of the long list: its row may not have arrived yet. */
export interface Slot {
  readonly index: number;
  readonly row: HistoryRow | undefined;
}

export const features = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof features, Slot>();

export const COLUMN_IDS = [
  'at',
  'task',
  'strategy',
  'model',
  'why',
  'estimatedCost',
  'cost',
  'estimatedTime',
  'time',
  'tokens',
  'status',
  'rating',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

/** CSS grid track of each column. */
export const COLUMN_TRACKS: Readonly<Record<ColumnId, string>> = {
  at: '172px',
  task: '176px',
  strategy: '108px',
  model: 'minmax(180px,1.2fr)',
  why: 'minmax(200px,2fr)',
  estimatedCost: '88px',
  cost: '112px',
  estimatedTime: '80px',
  time: '88px',
  tokens: '130px',
  status: '104px',
  rating: '72px',
};

const RIGHT: ReadonlySet<string> = new Set([
  'estimatedCost',
  'cost',
  'estimatedTime',
  'time',
  'tokens',
]);
export function isRightAligned(column: string): boolean {
  return RIGHT.has(column);
}

export function isColumnId(id: string): id is ColumnId {
  return (COLUMN_IDS as readonly string[]).includes(id);
}

function cell(id: ColumnId, render: (row: HistoryRow) => React.ReactNode) {
  return helper.display({
    id,
    cell: ({ row }) => (row.original.row === undefined ? null : render(row.original.row)),
  });
}

export const columns = helper.columns([
  cell('at', ({ at }) => <span className="tabular-nums">{formatDateTime(at)}</span>),
  cell('task', ({ task }) => <Task task={task} />),
  cell('strategy', ({ strategy }) => <StrategyName strategy={strategy} />),
  cell('model', ({ model }) => <Model model={model} />),
  cell('why', (row) => <Why row={row} />),
  cell('estimatedCost', ({ task, model, estimatedCostUsd }) => (
    <>
      <Cost model={model} usd={estimatedCostUsd} />
      {task === 'transcription' && estimatedCostUsd !== null && <PerMinute model={model} />}
    </>
  )),
  cell('cost', ({ model, costUsd }) => <Cost model={model} usd={costUsd} />),
  cell('estimatedTime', ({ estimatedLatencyMs }) => <Duration ms={estimatedLatencyMs} />),
  cell('time', ({ totalMs }) => <Duration ms={totalMs} />),
  cell('tokens', (row) => <TokenCounts row={row} />),
  cell('status', ({ status }) => <Status status={status} />),
  cell('rating', (row) => <RatingButtons row={row} tabbable={false} />),
]);

/** How long a recording is, is known only afterwards. */
function PerMinute({ model }: { readonly model: string | null }) {
  const { t } = useTranslation();
  if (model !== null && splitModelId(model).provider === 'practice') return null;
  return <span className="text-ink-3"> {t('common.perMinute')}</span>;
}

function Task({ task }: { readonly task: string }) {
  const { t } = useTranslation();
  return isTaskName(task) ? t(`common.tasks.${task}`) : task;
}

/** `Auto`, `Auto · efficient`, `Named model`; one of a newer server as it is spelled. */
export function strategyText(strategy: string, t: TFunction): string {
  if (strategy === 'direct') return t('history.direct');
  const setting = autoSettingOf(strategy);
  return setting === null ? strategy : t(`common.autoSettings.${setting}`);
}

export function StrategyName({ strategy }: { readonly strategy: string }) {
  const { t } = useTranslation();
  return strategyText(strategy, t);
}

function Model({ model }: { readonly model: string | null }) {
  const { t } = useTranslation();
  return model === null ? <Unknown label={t('history.noModel')} /> : <NamedModel id={model} />;
}

/** A model by the name the catalog knows it by. */
export function NamedModel({ id }: { readonly id: string }) {
  return <ModelName id={id} name={useModelName(id)} />;
}

const REASONS = [
  'highest_score',
  'pinned',
  'kept_in_conversation',
  'rated_best',
  'proven',
  'held',
  'fallback_after_failure',
  'no_eligible_candidate',
  'no_candidate_clears_floor',
  'direct',
] as const;

/** The reason in a few words: `Best score, 0.041 ahead of gpt-5-mini`. */
export function Why({ row }: { readonly row: HistoryRow }) {
  const { t } = useTranslation();
  const runnerUp = useModelName(row.runnerUp ?? '');
  const known = REASONS.find((one) => one === row.reason);
  const reason = known === undefined ? row.reason : t(`history.reasons.${known}`);
  if (known !== 'highest_score' || row.margin === null || row.runnerUp === null) return reason;
  return t('history.reasons.ahead', {
    reason,
    margin: formatScore(row.margin),
    model: runnerUp,
  });
}

function TokenCounts({ row }: { readonly row: HistoryRow }) {
  const { t } = useTranslation();
  const { promptTokens, completionTokens } = row;
  if (promptTokens === null && completionTokens === null) {
    return <Unknown label={t('common.tokensUnknown')} />;
  }
  return (
    <span className="tabular-nums">
      {t('history.tokensOf', {
        prompt: countOf(promptTokens),
        completion: countOf(completionTokens),
      })}
    </span>
  );
}

function countOf(count: number | null): string {
  return count === null ? '?' : formatCount(count);
}
