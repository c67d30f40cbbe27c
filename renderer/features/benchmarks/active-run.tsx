import type { Run } from '@shared/api/benchmark';
import { CircleStop, Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { ConfirmDialog } from '../../components/dialog';
import { formatCount, formatDuration, formatMoney } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { useModelName } from '../why';
import { cancelRun, pauseRun } from './actions';
import { selectActive, useBenchmarks } from './store';
import { pauseText, shareDone } from './words';

/** The run under way: how far, how long still, what it has spent; pause and cancel. */
export function ActiveRun() {
  const run = useBenchmarks(selectActive);
  return run === null ? null : <Progress run={run} />;
}

function Progress({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const lost = useBenchmarks((state) => state.lost);
  const [asking, setAsking] = useState(false);
  const paused = run.status === 'paused';
  const done = t('benchmarks.progress.done', {
    done: formatCount(run.done),
    total: formatCount(run.total),
  });
  const left =
    run.leftMs === null
      ? t('benchmarks.progress.leftUnknown')
      : t('benchmarks.progress.left', { time: formatDuration(run.leftMs) });
  const spent = t('benchmarks.progress.spent', {
    cost: formatMoney(run.spentUsd),
    cap: formatMoney(run.snapshot.maxCostUsd),
  });
  return (
    <Card
      title={t('benchmarks.progress.title', {
        kind: t(`benchmarks.kinds.${run.kind}`).toLowerCase(),
      })}
      description={(paused ? [done, spent] : [done, left, spent]).join(' · ')}
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Button
            size="sm"
            icon={paused ? <Play size={12} aria-hidden /> : <Pause size={12} aria-hidden />}
            onClick={() => void pauseRun(!paused)}
          >
            {t(paused ? 'benchmarks.progress.resume' : 'benchmarks.progress.pause')}
          </Button>
          <Button
            size="sm"
            icon={<CircleStop size={12} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t('benchmarks.progress.cancel')}
          </Button>
        </div>
      }
    >
      <Bar share={shareDone(run)} label={t('benchmarks.progress.bar')} text={done} />
      <div className="mt-3 flex flex-col gap-2">
        {paused && (
          <Banner
            tone="warning"
            title={t('benchmarks.progress.paused', { reason: pauseText(run.reason ?? '') })}
          >
            {t('benchmarks.progress.pausedBody')}
          </Banner>
        )}
        {lost && <Banner tone="warning" title={t('benchmarks.progress.lost')} />}
        {run.resumed && <Banner tone="info" title={t('benchmarks.progress.resumed')} />}
        {run.trigger === 'sync' && <Banner tone="info" title={t('benchmarks.progress.sync')} />}
        <ul className="grid gap-x-6 gap-y-1 @2xl:grid-cols-2">
          {run.lanes.map((lane) => (
            <li key={lane.model} className="flex min-w-0 items-center gap-2 text-sm">
              <span className="min-w-0 flex-1">
                <LaneName model={lane.model} />
              </span>
              {lane.status === 'running' || lane.status === 'pending' ? (
                <span className="shrink-0 text-ink-2 tabular-nums">
                  {formatCount(lane.done)} / {formatCount(lane.total)}
                </span>
              ) : (
                <Badge tone={lane.status === 'failed' ? 'bad' : 'neutral'}>
                  {t(`benchmarks.lane.${lane.status}`)}
                </Badge>
              )}
            </li>
          ))}
        </ul>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('benchmarks.progress.cancelTitle')}
        description={t('benchmarks.progress.cancelBody')}
        confirmLabel={t('benchmarks.progress.cancel')}
        cancelLabel={t('benchmarks.progress.keep')}
        onConfirm={() => void cancelRun(run.id)}
      />
    </Card>
  );
}

function LaneName({ model }: { readonly model: string }) {
  return <ModelName id={model} name={useModelName(model)} />;
}

interface BarProps {
  /** 0..1. */
  readonly share: number;
  readonly label: string;
  /** What a screen reader says in place of a percentage. */
  readonly text: string;
}

function Bar({ share, label, text }: BarProps) {
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={text}
      className="h-2 overflow-hidden rounded-full border border-line bg-sunken"
    >
      <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
    </div>
  );
}
