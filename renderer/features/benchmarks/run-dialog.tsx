import type { Estimate, Run } from '@shared/api/benchmark';
import type { IpcError } from '@shared/ipc/result';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Loadable, LOADING } from '../../app/api';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { Money } from '../../components/figures';
import { formatCount, formatMoney } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { NumberField } from '../../components/number-field';
import { DelayedSpinner } from '../../components/states';
import { Switch } from '../../components/switch';
import { Tabs } from '../../components/tabs';
import { useModelNames } from '../why';
import { closeRunDialog, startRun } from './actions';
import { reasonOf } from './draft';
import { selectFacts, useBenchmarks } from './store';

/** Asks before a run: what it would measure, what that costs, and the most it may spend. */
export function RunDialog() {
  const ask = useBenchmarks((state) => state.runDialog);
  return ask === null ? null : <Asking key={`${ask.kind}${ask.force}`} {...ask} />;
}

function Asking(props: { readonly kind: Run['kind']; readonly force: boolean }) {
  const { t } = useTranslation();
  const facts = useBenchmarks(selectFacts);
  const [kind, setKind] = useState(props.kind);
  const [force, setForce] = useState(props.force);
  const [cap, setCap] = useState<number | null>(facts?.config?.maxCostUsd ?? 1);
  const [starting, setStarting] = useState(false);
  const [failure, setFailure] = useState<IpcError | null>(null);
  const estimate = useEstimate(kind, force);
  const free =
    estimate.state === 'ready' && estimate.value.costUsd === 0 && !estimate.value.partial;
  const start = async (): Promise<void> => {
    if (cap === null) return;
    setStarting(true);
    setFailure(null);
    const result = await startRun({ kind, force, maxCostUsd: cap });
    // Once it has started the dialog is gone.
    if (!result.ok) {
      setFailure(result.error);
      setStarting(false);
    }
  };
  const hints = {
    decider: t('benchmarks.kindHints.decider', { count: facts?.datasets.decider.cases ?? 0 }),
    classifier: t('benchmarks.kindHints.classifier', {
      count: facts?.datasets.classifier.cases ?? 0,
    }),
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) closeRunDialog();
      }}
      title={t('benchmarks.run.title')}
      width="md"
      footer={
        <>
          <Button onClick={closeRunDialog}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            disabled={estimate.state !== 'ready' || cap === null || starting}
            onClick={() => void start()}
          >
            {free
              ? t('benchmarks.run.confirmFree')
              : t('benchmarks.run.confirm', { cost: formatMoney(cap ?? 0) })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pb-2">
        <div>
          <Tabs
            label={t('benchmarks.run.kind')}
            value={kind}
            onChange={setKind}
            items={[
              { value: 'decider', label: t('benchmarks.kinds.decider') },
              { value: 'classifier', label: t('benchmarks.kinds.classifier') },
            ]}
          />
          <p className="mt-1 text-sm text-ink-3">{hints[kind]}</p>
        </div>
        <Switch
          label={t('benchmarks.run.force')}
          description={t('benchmarks.run.forceHint')}
          checked={force}
          onChange={setForce}
        />
        <div>
          <NumberField
            label={t('benchmarks.run.cap')}
            className="max-w-60"
            value={cap}
            min={0}
            max={10_000}
            step={0.5}
            format={{ maximumFractionDigits: 2 }}
            onChange={setCap}
          />
          <p className="mt-1 text-sm text-ink-3">{t('benchmarks.run.capHint')}</p>
        </div>
        <EstimateView estimate={estimate} cap={cap} />
        {failure !== null && (
          <Banner tone="error" title={errorText(failure.code).title}>
            {reasonOf(failure)} {errorText(failure.code).body}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}

function useEstimate(kind: Run['kind'], force: boolean): Loadable<Estimate> {
  const key = `${kind}${force}`;
  const [found, setFound] = useState<{ key: string; estimate: Loadable<Estimate> } | null>(null);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const result = await api().benchmark.estimate({ kind, force });
      if (!current) return;
      setFound({
        key,
        estimate: result.ok
          ? { state: 'ready', value: result.data }
          : { state: 'error', error: result.error },
      });
    };
    void read();
    return () => {
      current = false;
    };
  }, [kind, force, key]);
  return found?.key === key ? found.estimate : LOADING;
}

interface EstimateViewProps {
  readonly estimate: Loadable<Estimate>;
  readonly cap: number | null;
}

function EstimateView({ estimate, cap }: EstimateViewProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  if (estimate.state === 'loading') {
    return <DelayedSpinner label={t('benchmarks.run.estimating')} />;
  }
  if (estimate.state === 'error') {
    const { title, body } = errorText(estimate.error.code);
    return (
      <Banner tone="warning" title={title}>
        {body}
      </Banner>
    );
  }
  const { rows, costUsd, partial, calls } = estimate.value;
  const head = 'py-1 pr-3 text-left font-medium text-ink-2';
  const known = { cost: formatMoney(costUsd), calls: formatCount(calls) };
  const total =
    calls === 0
      ? t('benchmarks.run.totalNothing')
      : costUsd === 0 && !partial
        ? t('benchmarks.run.totalFree', known)
        : t(partial ? 'benchmarks.run.totalPartial' : 'benchmarks.run.total', known);
  return (
    <div>
      <p className="mb-1 font-medium" data-testid="estimate">
        {total}
      </p>
      <table className="w-full text-sm">
        <thead>
          <tr>
            <th className={head}>{t('benchmarks.run.model')}</th>
            <th className={`${head} text-right`}>{t('benchmarks.run.calls')}</th>
            <th className={head}>{t('benchmarks.run.cost')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ model, cases, costUsd: cost, basis }) => (
            <tr key={model} className="border-t border-line align-top">
              <th scope="row" className="max-w-52 py-1 pr-3 text-left font-normal">
                <ModelName id={model} name={nameOf(model)} practice={false} />
              </th>
              <td className="py-1 pr-3 text-right tabular-nums">{formatCount(cases)}</td>
              <td className="py-1">
                {basis === 'price' && cost === 0 ? (
                  t('benchmarks.table.free')
                ) : (
                  <>
                    <Money usd={cost} />{' '}
                    <span className="text-ink-3">{t(`benchmarks.run.basis.${basis}`)}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {cap !== null && costUsd > cap && (
        <Banner tone="warning" title={t('benchmarks.run.overCap')} className="mt-2" />
      )}
    </div>
  );
}
