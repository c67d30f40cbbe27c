import type { Run } from '@shared/api/benchmark';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../components/badge';
import { Card } from '../../components/card';
import { Duration, Money } from '../../components/figures';
import { formatCount, formatDateTime } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { EmptyState } from '../../components/states';
import { RunDetails } from './run-details';
import { runP95, runTimeouts } from './words';

const COLUMNS = 8;
const TONES: Readonly<Record<Run['status'], Tone>> = {
  running: 'accent',
  paused: 'warn',
  completed: 'good',
  cancelled: 'neutral',
  cost_capped: 'warn',
  failed: 'bad',
};

/** Every run, newest first, with p95 and time-outs (S4-33); a row opens its models. */
export function RunsTab({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string | null>(runs[0]?.id ?? null);
  const head = 'py-1 pr-4 text-left font-medium whitespace-nowrap text-ink-2';
  const right = `${head} text-right`;
  if (runs.length === 0) {
    return (
      <Card>
        <EmptyState
          title={t('benchmarks.history.empty')}
          body={t('benchmarks.history.emptyBody')}
        />
      </Card>
    );
  }
  return (
    <Card title={t('benchmarks.history.title')} description={t('benchmarks.history.hint')}>
      <div
        className="overflow-x-auto"
        role="region"
        tabIndex={0}
        aria-label={t('benchmarks.history.title')}
      >
        <table className="w-full text-sm">
          <thead>
            <tr>
              <th className="w-8">
                <span className="sr-only">{t('benchmarks.history.open')}</span>
              </th>
              <th className={head}>{t('benchmarks.history.when')}</th>
              <th className={head}>{t('benchmarks.history.kind')}</th>
              <th className={head}>{t('benchmarks.history.status')}</th>
              <th className={right}>{t('benchmarks.history.models')}</th>
              <th className={right}>{t('benchmarks.history.spent')}</th>
              <th className={right}>{t('benchmarks.history.p95')}</th>
              <th className={right}>{t('benchmarks.history.timeouts')}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <Fragment key={run.id}>
                <RunRow
                  run={run}
                  open={open === run.id}
                  onToggle={() => setOpen(open === run.id ? null : run.id)}
                />
                {open === run.id && (
                  <tr>
                    <td colSpan={COLUMNS} className="pb-3 pl-8">
                      <RunDetails run={run} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

interface RunRowProps {
  readonly run: Run;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function RunRow({ run, open, onToggle }: RunRowProps) {
  const { t } = useTranslation();
  const time = formatDateTime(run.createdAt);
  const cell = 'py-1.5 pr-4 text-right tabular-nums whitespace-nowrap';
  return (
    <tr className="border-t border-line">
      <td className="py-1">
        <IconButton
          size="sm"
          label={t('benchmarks.history.details', { time })}
          aria-expanded={open}
          icon={open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
          onClick={onToggle}
        />
      </td>
      <td className="py-1.5 pr-4 whitespace-nowrap">{time}</td>
      <td className="py-1.5 pr-4 whitespace-nowrap">
        {t(`benchmarks.kinds.${run.kind}`)}
        {run.force && <span className="text-ink-3"> · {t('benchmarks.history.forced')}</span>}
      </td>
      <td className="py-1.5 pr-4">
        <Badge tone={TONES[run.status]}>{t(`benchmarks.status.${run.status}`)}</Badge>
      </td>
      <td className={cell}>{formatCount(run.lanes.length)}</td>
      <td className={cell}>
        <Money usd={run.spentUsd} />
      </td>
      <td className={cell}>
        <Duration ms={runP95(run)} />
      </td>
      <td className={cell}>{formatCount(runTimeouts(run))}</td>
    </tr>
  );
}
