import type { CaseRow } from '@shared/api/benchmark';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Money } from '../../components/figures';
import { formatDuration, formatPercent } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { useModelNames } from '../why';
import { routeText } from './words';

/** One case, whole. Prompt and answer are plain text: what a model wrote is never rendered here. */
export function CaseDetail({ row }: { readonly row: CaseRow }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const facts = [
    row.tier === null ? null : t(`benchmarks.tiers.${row.tier}`),
    row.route === null ? null : routeText(row.route),
    formatDuration(row.ms),
    t('benchmarks.cases.score', { score: formatPercent(row.score) }),
    t('benchmarks.cases.turns', { count: row.turns }),
    row.attempts > 1 ? t('benchmarks.cases.attempts', { count: row.attempts }) : null,
    row.rep > 1 ? t('benchmarks.cases.rep', { rep: row.rep }) : null,
  ].filter((fact) => fact !== null);
  return (
    <article className="min-w-0" aria-label={row.caseId}>
      <h3 className="font-semibold break-words">{row.caseId}</h3>
      <div className="mt-1 mb-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-3">
        <ModelName id={row.model} name={nameOf(row.model)} />
        <span>{facts.join(' · ')}</span>
        <Money usd={row.costUsd} />
      </div>
      <Part title={t('benchmarks.cases.detail')}>
        <p>
          {t(`benchmarks.cases.verdicts.${row.verdict}`)}
          {row.detail !== '' && `: ${row.detail}`}
        </p>
      </Part>
      <Part title={t('benchmarks.cases.prompt')}>
        {row.prompt === null ? (
          <p className="text-ink-3">{t('benchmarks.cases.promptGone')}</p>
        ) : (
          <Text label={t('benchmarks.cases.prompt')} text={row.prompt} />
        )}
      </Part>
      <Part title={t('benchmarks.cases.answer')}>
        {row.answer === '' ? (
          <p className="text-ink-3">{t('benchmarks.cases.answerEmpty')}</p>
        ) : (
          <Text label={t('benchmarks.cases.answer')} text={row.answer} />
        )}
      </Part>
      {row.expected !== null && (
        <Part title={t('benchmarks.cases.expected')}>
          <Text label={t('benchmarks.cases.expected')} text={row.expected} />
        </Part>
      )}
    </article>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="mb-3">
      <h4 className="mb-1 text-sm font-medium text-ink-2">{title}</h4>
      {children}
    </section>
  );
}

function Text({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <pre
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-64 overflow-auto rounded-md border border-line bg-sunken p-2 font-mono text-sm break-words whitespace-pre-wrap"
    >
      {text}
    </pre>
  );
}
