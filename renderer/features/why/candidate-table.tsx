import { AXES } from '@shared/routing/candidate';
import type { DecisionTrace } from '@shared/routing/decide';
import type { TraceCandidate } from '@shared/routing/trace';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { cx } from '../../components/cx';
import { Wait } from '../../components/estimate';
import { Money } from '../../components/figures';
import { formatScore } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { ContributionBar } from './contribution-bar';
import { FigureCell } from './figure-cell';
import { eligibleOf } from './sentence';

const HEAD = 'px-1.5 py-1 @4xl:px-2 text-left text-xs font-medium whitespace-nowrap text-ink-3';
const CELL = 'px-1.5 py-1.5 @4xl:px-2 align-top';

/** Every candidate the decision saw: ranked ones first, then those left out with the reason. */
export function CandidateTable({ trace }: { readonly trace: DecisionTrace }) {
  const { t } = useTranslation();
  const eligible = eligibleOf(trace);
  const dropped = trace.candidates.filter((candidate) => candidate.rank === null);
  const [showDropped, setShowDropped] = useState(eligible.length === 0);
  return (
    <>
      <div
        role="region"
        aria-label={t('why.candidates')}
        tabIndex={0}
        className="@container overflow-x-auto rounded-lg border border-line"
      >
        <table className="w-full border-collapse">
          <thead className="bg-sunken">
            <tr>
              <th className={HEAD}>{t('why.rank')}</th>
              <th className={HEAD}>{t('why.model')}</th>
              <th className={HEAD}>{t('why.score')}</th>
              {AXES.map((axis) => (
                <th key={axis} className={HEAD}>
                  {t(`common.axes.${axis}`)}
                </th>
              ))}
              <th className={HEAD}>{t('why.estimated')}</th>
            </tr>
          </thead>
          <tbody>
            {eligible.map((candidate) => (
              <Row key={candidate.id} candidate={candidate} chosen={candidate.id === trace.model} />
            ))}
            {showDropped &&
              dropped.map((candidate) => (
                <Row key={candidate.id} candidate={candidate} chosen={false} />
              ))}
          </tbody>
        </table>
      </div>
      {dropped.length > 0 && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-2"
          aria-expanded={showDropped}
          onClick={() => setShowDropped(!showDropped)}
        >
          {showDropped ? t('why.hideDropped') : t('why.showDropped', { count: dropped.length })}
        </Button>
      )}
    </>
  );
}

function Row({
  candidate,
  chosen,
}: {
  readonly candidate: TraceCandidate;
  readonly chosen: boolean;
}) {
  const { t } = useTranslation();
  return (
    <tr className={cx('border-t border-line', chosen && 'bg-accent-soft')}>
      <td className={cx(CELL, 'text-ink-3 tabular-nums')}>{candidate.rank ?? '–'}</td>
      <th scope="row" className={cx(CELL, 'max-w-56 text-left font-medium')}>
        <ModelName
          id={candidate.id}
          name={candidate.name}
          practice={candidate.practice}
          local={candidate.local}
          wrap
        />
      </th>
      <td className={CELL}>
        {candidate.drop === null ? (
          <>
            <div className="tabular-nums">{formatScore(candidate.total ?? 0)}</div>
            <ContributionBar contributions={candidate.contributions} />
          </>
        ) : (
          <span className="text-ink-2">{t(`common.drops.${candidate.drop}`)}</span>
        )}
      </td>
      {AXES.map((axis) => (
        <td key={axis} className={CELL}>
          <FigureCell axis={axis} score={candidate.scores[axis]} figure={candidate.figures[axis]} />
        </td>
      ))}
      <td className={cx(CELL, 'whitespace-nowrap')}>
        <div>
          {candidate.practice ? t('common.noCharge') : <Money usd={candidate.estimatedCostUsd} />}
          {candidate.estimatedCostUsd !== null &&
            !candidate.practice &&
            candidate.figures.cost?.unit === 'usd_per_minute' &&
            ` ${t('common.perMinute')}`}
        </div>
        <div className="text-xs text-ink-3">
          <Wait latencyMs={candidate.estimatedLatencyMs} latency={candidate.figures.latency} />
        </div>
      </td>
    </tr>
  );
}
