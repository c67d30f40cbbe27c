import type { ExplainResponse } from '@shared/api/memory';
import type { LearnedCandidateTrace } from '@shared/routing/learned-trace';
import { CircleHelp, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import { formatPlainScore, formatSigned } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { ModelName } from '../../components/model-name';
import { Popover } from '../../components/popover';
import { SliderField } from '../../components/slider-field';
import { useModelNames } from '../why';
import { setAlpha } from './actions';
import type { Decided } from './decided';
import { USUAL_ALPHA, useRoutesStore } from './store';

const HEAD = 'px-2 py-1 text-left text-xs font-medium whitespace-nowrap text-ink-3';
const CELL = 'px-2 py-1.5 align-top tabular-nums';
const MOST_ALPHA = 2;

export interface VoteCardProps {
  readonly explained: ExplainResponse;
  readonly decided: Decided;
}

/** Step 2: the vote per candidate, with the dial of cost where it acts (S1-30). */
export function VoteCard({ explained, decided }: VoteCardProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const { trace } = explained;
  return (
    <Card title={t('routes.vote.title')} description={t('routes.vote.body')} actions={<Help />}>
      {trace === null ? (
        <p className="text-ink-2">{t('routes.vote.none')}</p>
      ) : (
        <>
          <AlphaDial />
          <div
            className="mt-3 overflow-x-auto rounded-lg border border-line"
            role="region"
            tabIndex={0}
            aria-label={t('routes.vote.title')}
          >
            <table className="w-full border-collapse">
              <thead className="bg-sunken">
                <tr>
                  <th className={HEAD}>{t('routes.vote.rank')}</th>
                  <th className={HEAD}>{t('routes.vote.model')}</th>
                  <th className={HEAD}>{t('routes.vote.mean')}</th>
                  <th className={HEAD}>{t('routes.vote.head')}</th>
                  <th className={HEAD}>{t('routes.vote.prior')}</th>
                  <th className={HEAD}>{t('routes.vote.quality')}</th>
                  <th className={HEAD}>{t('routes.vote.cost')}</th>
                  <th className={HEAD}>{t('routes.vote.score')}</th>
                </tr>
              </thead>
              <tbody>
                {decided.candidates.map((row) => (
                  <VoteRow key={row.model} row={row} name={nameOf(row.model)} />
                ))}
              </tbody>
            </table>
          </div>
          <p className="mt-2 text-sm text-ink-3">
            {t('routes.vote.prioNote')}
            {trace.unrated.length > 0 &&
              ` ${t('routes.vote.unrated', { models: trace.unrated.map(nameOf).join(', ') })}`}
          </p>
        </>
      )}
    </Card>
  );
}

function AlphaDial() {
  const { t } = useTranslation();
  const alpha = useRoutesStore((state) => state.alpha);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-60 flex-1">
        <SliderField
          label={t('routes.vote.alpha')}
          value={alpha}
          min={0}
          max={MOST_ALPHA}
          step={0.05}
          unsetText=""
          onChange={setAlpha}
        />
      </div>
      <Button
        icon={<RotateCcw size={12} aria-hidden />}
        disabled={alpha === USUAL_ALPHA}
        onClick={() => setAlpha(USUAL_ALPHA)}
      >
        {t('routes.vote.reset', { alpha: formatPlainScore(USUAL_ALPHA) })}
      </Button>
    </div>
  );
}

function Help() {
  const { t } = useTranslation();
  return (
    <Popover
      title={t('routes.vote.help')}
      showTitle
      className="w-80"
      trigger={<IconButton label={t('routes.vote.help')} icon={<CircleHelp size={16} />} />}
    >
      <p>{t('routes.vote.helpBody', { alpha: formatPlainScore(USUAL_ALPHA) })}</p>
    </Popover>
  );
}

function VoteRow({ row, name }: { readonly row: LearnedCandidateTrace; readonly name: string }) {
  const { t } = useTranslation();
  const chosen = row.rank === 1;
  return (
    <tr className={cx('border-t border-line', chosen && 'bg-accent-soft')}>
      <td className={cx(CELL, 'text-ink-3')}>{row.rank}</td>
      <th scope="row" className={cx(CELL, 'max-w-48 text-left font-medium')}>
        <ModelName id={row.model} name={name} wrap />
      </th>
      <td className={CELL}>
        {formatPlainScore(row.neighbourMean)}
        <div className="text-xs whitespace-nowrap text-ink-3">
          {t('routes.vote.votesOf', { votes: row.votes, rated: row.rated })}
        </div>
      </td>
      <td className={CELL}>
        {row.head === null ? t('routes.vote.noHead') : formatPlainScore(row.head)}
      </td>
      <td className={CELL}>{formatSigned(row.prior, formatPlainScore)}</td>
      <td className={CELL}>{formatPlainScore(row.quality)}</td>
      <td className={CELL}>
        {formatSigned(row.score + row.switchPenalty - row.quality, formatPlainScore)}
      </td>
      <td className={cx(CELL, 'font-medium')}>{formatPlainScore(row.score)}</td>
    </tr>
  );
}
