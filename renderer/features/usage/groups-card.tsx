import type { UsageRow } from '@shared/api/outcomes';
import { isTaskName } from '@shared/routing/tasks';
import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card';
import { errorText } from '../../components/error-text';
import { Duration, Unknown } from '../../components/figures';
import { formatCount, formatDuration, formatMoney } from '../../components/format';
import { ModelName, splitModelId } from '../../components/model-name';
import { DelayedSpinner } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { useModelName } from '../why';
import { niceCeiling } from './geometry';
import { type Group, GROUPS, usageStore, useUsage } from './store';

const HEAD = 'py-1 pr-4 text-left font-medium whitespace-nowrap text-ink-2';
const CELL = 'py-1.5 pr-4 align-top';
const BAR = 84;

/** The same calls by task, model or key: a table whose cells draw what they say. */
export function GroupsCard() {
  const { t } = useTranslation();
  const group = useUsage((state) => state.group);
  const groups = useUsage((state) => state.groups);
  return (
    <Card title={t('usage.groups.title')}>
      <Tabs
        label={t('usage.groups.title')}
        value={group}
        onChange={(next) => void usageStore.getState().setGroup(next)}
        items={GROUPS.map((value) => ({
          value,
          label: t(`usage.groups.${value}`),
          panel:
            groups.state === 'error' ? (
              <p role="alert" className="text-bad">
                {errorText(groups.error.code).title}
              </p>
            ) : groups.state === 'ready' && groups.value.group === value ? (
              <GroupTable group={value} rows={groups.value.rows} />
            ) : (
              <DelayedSpinner label={t('common.loading')} />
            ),
        }))}
      />
    </Card>
  );
}

function GroupTable(props: { readonly group: Group; readonly rows: readonly UsageRow[] }) {
  const { t } = useTranslation();
  const { group, rows } = props;
  const maxCost = niceCeiling(Math.max(0, ...rows.map(({ costUsd }) => costUsd)));
  const maxMs = niceCeiling(Math.max(0, ...rows.map(({ p95Ms }) => p95Ms ?? 0)));
  return (
    <div
      role="region"
      tabIndex={0}
      aria-label={t('usage.groups.table', { group: t(`usage.groups.${group}`) })}
      className="overflow-x-auto"
    >
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line">
            <th className={HEAD}>{t(`usage.groups.${group}`)}</th>
            <th className={HEAD}>{t('usage.columns.cost')}</th>
            <th className={HEAD}>{t('usage.columns.calls')}</th>
            <th className={HEAD}>{t('usage.columns.time')}</th>
            <th className={HEAD}>{t('usage.columns.firstToken')}</th>
            <th className={`${HEAD} text-right`}>{t('usage.columns.tokens')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.group} className="border-b border-line last:border-b-0">
              <th scope="row" className={`${CELL} max-w-64 text-left font-medium`}>
                <Name group={group} row={row} />
              </th>
              <td className={CELL}>
                <CostCell group={group} row={row} max={maxCost} />
              </td>
              <td className={`${CELL} tabular-nums`}>
                {formatCount(row.calls)}
                {row.failed > 0 && (
                  <div className="text-xs whitespace-nowrap text-ink-3">
                    {t('usage.groups.failed', {
                      count: row.failed,
                      formatted: formatCount(row.failed),
                    })}
                  </div>
                )}
              </td>
              <td className={CELL}>
                <TimeCell row={row} max={maxMs} />
              </td>
              <td className={`${CELL} whitespace-nowrap tabular-nums`}>
                <Duration ms={row.firstTokenP50Ms} />
                {row.firstTokenP95Ms !== null && (
                  <span className="text-ink-3"> · {formatDuration(row.firstTokenP95Ms)}</span>
                )}
              </td>
              <td className={`${CELL} text-right tabular-nums`}>
                {formatCount(row.promptTokens + row.completionTokens)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Name({ group, row }: { readonly group: Group; readonly row: UsageRow }) {
  const { t } = useTranslation();
  if (group === 'model') {
    return row.group === '' ? t('usage.groups.noModel') : <NamedModel id={row.group} />;
  }
  if (group === 'task') {
    return isTaskName(row.group) ? t(`common.tasks.${row.group}`) : row.group;
  }
  return (
    <span className="block truncate" title={row.label}>
      {row.group === '' ? t('usage.groups.noKey') : row.label}
    </span>
  );
}

function NamedModel({ id }: { readonly id: string }) {
  return <ModelName id={id} name={useModelName(id)} />;
}

interface CellProps {
  readonly row: UsageRow;
  readonly max: number;
}

function CostCell({ group, row, max }: CellProps & { readonly group: Group }) {
  const { t } = useTranslation();
  const { costUsd, unknownCostCount } = row;
  if (group === 'model' && splitModelId(row.group).provider === 'practice') {
    return <span className="text-ink-3">{t('common.noCharge')}</span>;
  }
  return (
    <>
      <span className="flex items-center gap-2">
        <svg width={BAR} height={10} aria-hidden className="shrink-0">
          <Track />
          <rect width={(costUsd / max) * BAR} height={10} fill="var(--cost)" />
        </svg>
        <span className="tabular-nums">{formatMoney(costUsd)}</span>
      </span>
      {unknownCostCount > 0 && (
        <span className="text-xs text-warn">
          {t('usage.groups.unknown', {
            count: unknownCostCount,
            formatted: formatCount(unknownCostCount),
          })}
        </span>
      )}
    </>
  );
}

/** The whole of a scale, seen in every theme. */
function Track() {
  return (
    <rect
      x={0.5}
      y={0.5}
      width={BAR - 1}
      height={9}
      fill="var(--sunken)"
      stroke="var(--line)"
      rx={1}
    />
  );
}

/** From the middle to the slow end on one scale, with both figures. */
function TimeCell({ row: { p50Ms, p95Ms }, max }: CellProps) {
  const { t } = useTranslation();
  if (p50Ms === null || p95Ms === null) return <Unknown label={t('common.timeUnknown')} />;
  const place = (ms: number): number => 4 + (ms / max) * (BAR - 8);
  return (
    <span className="flex items-center gap-2 whitespace-nowrap">
      <svg width={BAR} height={10} aria-hidden className="shrink-0">
        <Track />
        <line
          x1={place(p50Ms)}
          x2={place(p95Ms)}
          y1={5}
          y2={5}
          stroke="var(--latency)"
          strokeWidth={2}
        />
        <circle
          cx={place(p95Ms)}
          cy={5}
          r={3}
          fill="var(--surface)"
          stroke="var(--latency)"
          strokeWidth={1.5}
        />
        <circle cx={place(p50Ms)} cy={5} r={3} fill="var(--latency)" />
      </svg>
      <span className="tabular-nums">
        {formatDuration(p50Ms)} <span className="text-ink-3">· {formatDuration(p95Ms)}</span>
      </span>
    </span>
  );
}
