import type { Run, RunLane } from '@shared/api/benchmark';
import { ListChecks, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Duration, Money, Unknown } from '../../components/figures';
import { formatCount, formatMoney, formatPercent } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { useModelNames } from '../why';
import { browseCases, openRunDialog } from './actions';

/** One run: what came of it, by which settings it ran, and every model's figures. */
export function RunDetails({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const { snapshot, publish } = run;
  const outcome =
    publish === null
      ? null
      : publish.status === 'skipped'
        ? t('benchmarks.history.skipped', { reason: publish.reason })
        : t(`benchmarks.history.${publish.status}`);
  return (
    <div className="flex flex-col gap-2 pt-1">
      {outcome !== null && <p className="font-medium">{outcome}.</p>}
      {run.reason !== null && publish?.reason !== run.reason && <p>{run.reason}</p>}
      <LaneTable lanes={run.lanes} />
      <p className="text-ink-3">
        {t('benchmarks.history.snapshot', {
          accuracy: formatPercent(snapshot.minAccuracy),
          repetitions: t('benchmarks.history.repetitions', { count: snapshot.repetitions }),
          concurrency: snapshot.maxConcurrency,
          cap: formatMoney(snapshot.maxCostUsd),
          version: snapshot.datasetVersion.slice(0, 8),
        })}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          icon={<ListChecks size={12} aria-hidden />}
          onClick={() => browseCases(run.id)}
        >
          {t('benchmarks.history.browse')}
        </Button>
        {run.endedAt !== null && (
          <Button
            size="sm"
            icon={<RotateCcw size={12} aria-hidden />}
            onClick={() => openRunDialog(run.kind, true)}
          >
            {t('benchmarks.history.again')}
          </Button>
        )}
      </div>
    </div>
  );
}

function LaneTable({ lanes }: { readonly lanes: readonly RunLane[] }) {
  const { t } = useTranslation();
  const head = 'py-1 pr-4 text-left font-medium whitespace-nowrap text-ink-2';
  const right = `${head} text-right`;
  return (
    <table className="w-full" aria-label={t('benchmarks.history.table')}>
      <thead>
        <tr>
          <th className={head}>{t('benchmarks.table.model')}</th>
          <th className={right}>{t('benchmarks.history.accuracy')}</th>
          <th className={right}>{t('benchmarks.history.cases')}</th>
          <th className={right}>{t('benchmarks.history.p95')}</th>
          <th className={right}>{t('benchmarks.history.timeouts')}</th>
          <th className={right}>{t('benchmarks.history.errors')}</th>
          <th className={right}>{t('benchmarks.history.cost')}</th>
          <th className={head}>{t('benchmarks.history.status')}</th>
        </tr>
      </thead>
      <tbody>
        {lanes.map((lane) => (
          <LaneRow key={lane.model} lane={lane} />
        ))}
      </tbody>
    </table>
  );
}

function LaneRow({ lane }: { readonly lane: RunLane }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const cell = 'py-1 pr-4 text-right tabular-nums whitespace-nowrap';
  return (
    <tr className="border-t border-line align-top">
      <th scope="row" className="max-w-60 py-1 pr-4 text-left font-normal">
        <ModelName id={lane.model} name={nameOf(lane.model)} practice={false} />
        {lane.effort !== null && (
          <span className="ml-5.5 block text-ink-3">
            {t('benchmarks.effortShort', {
              effort: t(`benchmarks.efforts.${lane.effort}`).toLowerCase(),
            })}
          </span>
        )}
      </th>
      <td className={cell}>
        {lane.accuracy === null ? (
          <Unknown label={t('common.unknown')} />
        ) : (
          formatPercent(lane.accuracy)
        )}
      </td>
      <td className={cell}>
        {formatCount(lane.done)} / {formatCount(lane.total)}
      </td>
      <td className={cell}>
        <Duration ms={lane.p95Ms} />
      </td>
      <td className={cell}>{formatCount(lane.timeouts)}</td>
      <td className={cell}>{formatCount(lane.errors)}</td>
      <td className={cell}>
        <Money usd={lane.costUsd} />
      </td>
      <td className="py-1">
        <Badge tone={lane.status === 'failed' ? 'bad' : 'neutral'}>
          {t(`benchmarks.lane.${lane.status}`)}
        </Badge>
        {lane.reason !== null && <span className="block max-w-60 text-ink-3">{lane.reason}</span>}
      </td>
    </tr>
  );
}
