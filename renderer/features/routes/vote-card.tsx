import type { ExplainResponse } from '@shared/api/memory';
import { CircleHelp, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { formatPlainScore } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { Popover } from '../../components/popover';
import { SliderField } from '../../components/slider-field';
import { useModelNames, VoteTable } from '../why';
import { setAlpha } from './actions';
import type { Decided } from './decided';
import { USUAL_ALPHA, useRoutesStore } from './store';

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
          <VoteTable rows={decided.candidates} nameOf={nameOf} className="mt-3" />
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
