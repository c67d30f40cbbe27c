import type { CaseRow, Run } from '@shared/api/benchmark';
import { VERDICTS, type Verdict } from '@shared/api/benchmark-words';
import { TIERS } from '@shared/routing/difficulty';
import { ROUTES } from '@shared/routing/taxonomy';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, type Tone } from '../../components/badge';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import { errorText } from '../../components/error-text';
import { Money } from '../../components/figures';
import { formatCount, formatDateTime, formatDuration } from '../../components/format';
import { Select } from '../../components/select';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { useModelNames } from '../why';
import { browseCases } from './actions';
import { CaseDetail } from './case-detail';
import {
  type CaseFilter,
  keyOf,
  followCases,
  refreshCases,
  showCases,
  showMoreCases,
  useCases,
} from './cases-store';
import { selectCasesRun, useBenchmarks } from './store';
import { routeText } from './words';

export const VERDICT_TONES: Readonly<Record<Verdict, Tone>> = {
  passed: 'good',
  failed: 'bad',
  timed_out: 'warn',
  error: 'warn',
};

/** Every case of a run: prompt, answer, check and verdict. */
export function CasesTab({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation();
  const run = useBenchmarks(selectCasesRun);
  const runId = run?.id ?? null;
  const done = run?.done ?? 0;
  useEffect(() => {
    if (runId !== null) void showCases(runId, useCases.getState().filter);
  }, [runId]);
  useEffect(() => {
    void followCases(done);
  }, [done]);
  if (run === null) {
    return (
      <Card>
        <EmptyState title={t('benchmarks.cases.noRun')} body={t('benchmarks.cases.noRunBody')} />
      </Card>
    );
  }
  return (
    <Card>
      <Filters runs={runs} run={run} />
      <Rows run={run} />
    </Card>
  );
}

const ALL = 'all';

/** The chosen one, or null for "all". */
function find<T extends string>(list: readonly T[], value: string): T | null {
  return list.find((known) => known === value) ?? null;
}

function Filters({ runs, run }: { readonly runs: readonly Run[]; readonly run: Run }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const filter = useCases((state) => state.filter);
  const all = { value: ALL, label: t('benchmarks.cases.all') };
  const change = (part: Partial<CaseFilter>): void =>
    void showCases(run.id, { ...filter, ...part });
  return (
    <div className="mb-3 grid grid-cols-2 gap-3 @3xl:grid-cols-5">
      <Select
        label={t('benchmarks.cases.run')}
        showLabel
        value={run.id}
        onChange={browseCases}
        options={runs.map(({ id, kind, createdAt }) => ({
          value: id,
          label: t('benchmarks.cases.runLabel', {
            kind: t(`benchmarks.kinds.${kind}`),
            time: formatDateTime(createdAt),
          }),
        }))}
      />
      <Select
        label={t('benchmarks.cases.model')}
        showLabel
        value={filter.model ?? ALL}
        onChange={(value) => change({ model: value === ALL ? null : value })}
        options={[all, ...run.lanes.map(({ model }) => ({ value: model, label: nameOf(model) }))]}
      />
      <Select
        label={t('benchmarks.cases.tier')}
        showLabel
        value={filter.tier ?? ALL}
        onChange={(value) => change({ tier: find(TIERS, value) })}
        options={[all, ...TIERS.map((value) => ({ value, label: t(`benchmarks.tiers.${value}`) }))]}
      />
      <Select
        label={t('benchmarks.cases.route')}
        showLabel
        value={filter.route ?? ALL}
        onChange={(value) => change({ route: find(ROUTES, value) })}
        options={[all, ...ROUTES.map((value) => ({ value, label: routeText(value) }))]}
      />
      <Select
        label={t('benchmarks.cases.verdict')}
        showLabel
        value={filter.verdict ?? ALL}
        onChange={(value) => change({ verdict: find(VERDICTS, value) })}
        options={[
          all,
          ...VERDICTS.map((value) => ({ value, label: t(`benchmarks.cases.verdicts.${value}`) })),
        ]}
      />
    </div>
  );
}

function Rows({ run }: { readonly run: Run }) {
  const { t } = useTranslation();
  const rows = useCases((state) => state.rows);
  const total = useCases((state) => state.total);
  const chosen = useCases((state) => state.chosen);
  if (rows.state === 'loading') return <DelayedSpinner label={t('benchmarks.cases.loading')} />;
  if (rows.state === 'error') {
    const { title, body } = errorText(rows.error.code);
    return <ErrorState title={title} body={body} onRetry={() => void refreshCases()} />;
  }
  const carried = run.lanes.some(({ status }) => status === 'carried');
  if (rows.value.length === 0) {
    return (
      <EmptyState
        title={t('benchmarks.cases.none')}
        body={t(carried ? 'benchmarks.cases.carried' : 'benchmarks.cases.noneBody')}
      />
    );
  }
  const shown = rows.value.find((row) => keyOf(row) === chosen) ?? null;
  return (
    <>
      <p className="mb-2 text-sm text-ink-3">
        {t('benchmarks.cases.count', { count: total, formatted: formatCount(total) })}
        {carried && ` · ${t('benchmarks.cases.carried')}`}
      </p>
      <div className="grid items-start gap-4 @3xl:grid-cols-[minmax(280px,2fr)_3fr]">
        <div>
          <ul
            aria-label={t('benchmarks.cases.list')}
            className="max-h-[52vh] overflow-auto rounded-lg border border-line"
          >
            {rows.value.map((row) => (
              <li key={keyOf(row)} className="border-b border-line last:border-b-0">
                <CaseButton row={row} chosen={row === shown} />
              </li>
            ))}
          </ul>
          {rows.value.length < total && (
            <Button size="sm" className="mt-2" onClick={() => void showMoreCases()}>
              {t('benchmarks.cases.more')}
            </Button>
          )}
        </div>
        {shown === null ? (
          <p className="p-4 text-center text-ink-3">{t('benchmarks.cases.pick')}</p>
        ) : (
          <CaseDetail row={shown} />
        )}
      </div>
    </>
  );
}

function CaseButton({ row, chosen }: { readonly row: CaseRow; readonly chosen: boolean }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => useCases.setState({ chosen: keyOf(row) })}
      className={cx(
        'flex w-full min-w-0 items-center gap-2 px-3 py-1.5 text-left outline-offset-[-2px] hover:bg-hover',
        chosen && 'bg-accent-soft',
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate text-sm">{row.caseId}</span>
        <span className="block truncate text-xs text-ink-3">
          {nameOf(row.model)} · {formatDuration(row.ms)} · <Money usd={row.costUsd} />
          {row.rep > 1 && ` · ${t('benchmarks.cases.rep', { rep: row.rep })}`}
        </span>
      </span>
      <Badge tone={VERDICT_TONES[row.verdict]}>
        {t(`benchmarks.cases.verdicts.${row.verdict}`)}
      </Badge>
    </button>
  );
}
