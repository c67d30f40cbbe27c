import type { LearnedCandidateTrace } from '@shared/routing/learned-trace';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { formatPlainScore, formatSigned } from '../../components/format';
import { ModelName } from '../../components/model-name';

const HEAD = 'px-1.5 py-1 text-left text-xs font-medium whitespace-nowrap text-ink-3';
const CELL = 'px-1.5 py-1.5 align-top tabular-nums';

/** What cost takes from the score of a candidate: `alpha * effectiveCost` (S1-8). */
export function costTerm({ quality, switchPenalty, score }: LearnedCandidateTrace): number {
  return quality - switchPenalty - score;
}

export interface VoteTableProps {
  /** Best first. */
  readonly rows: readonly LearnedCandidateTrace[];
  readonly nameOf: (id: string) => string;
  readonly className?: string;
}

/** The vote per candidate, from the neighbours' mean to the score. */
export function VoteTable({ rows, nameOf, className }: VoteTableProps) {
  const { t } = useTranslation();
  const penalised = rows.some(({ switchPenalty }) => switchPenalty > 0);
  return (
    <div
      className={cx('overflow-x-auto rounded-lg border border-line', className)}
      role="region"
      tabIndex={0}
      aria-label={t('why.learned.table')}
    >
      <table className="w-full border-collapse">
        <thead className="bg-sunken">
          <tr>
            <th className={HEAD}>{t('why.learned.rank')}</th>
            <th className={HEAD}>{t('why.model')}</th>
            <th className={HEAD}>{t('why.learned.mean')}</th>
            <th className={HEAD}>{t('why.learned.head')}</th>
            <th className={HEAD}>{t('why.learned.prior')}</th>
            <th className={HEAD}>{t('why.learned.quality')}</th>
            <th className={HEAD}>{t('why.learned.cost')}</th>
            {penalised && <th className={HEAD}>{t('why.learned.penalty')}</th>}
            <th className={HEAD}>{t('why.learned.score')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.model}
              className={cx('border-t border-line', row.rank === 1 && 'bg-accent-soft')}
            >
              <td className={cx(CELL, 'text-ink-3')}>{row.rank}</td>
              <th scope="row" className={cx(CELL, 'max-w-48 text-left font-medium')}>
                <ModelName id={row.model} name={nameOf(row.model)} practice={false} />
              </th>
              <td className={CELL}>
                {formatPlainScore(row.neighbourMean)}
                <div className="text-xs whitespace-nowrap text-ink-3">
                  {t('why.learned.votesOf', { votes: row.votes, rated: row.rated })}
                </div>
              </td>
              <td className={CELL}>
                {row.head === null ? t('why.learned.noHead') : formatPlainScore(row.head)}
              </td>
              <td className={CELL}>{formatSigned(row.prior, formatPlainScore)}</td>
              <td className={CELL}>{formatPlainScore(row.quality)}</td>
              <td className={CELL}>{formatSigned(-costTerm(row), formatPlainScore)}</td>
              {penalised && (
                <td className={CELL}>{formatSigned(-row.switchPenalty, formatPlainScore)}</td>
              )}
              <td className={cx(CELL, 'font-medium')}>{formatPlainScore(row.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
