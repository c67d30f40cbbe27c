import type { CompareAnswer } from '@shared/api/compare';
import type { ExplainResponse } from '@shared/api/memory';
import type { LearnedCandidateTrace } from '@shared/routing/learned-trace';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import { formatPercent, formatPlainScore, formatSigned } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { ScoreChips } from '../../components/score-chips';
import { AnswerText } from '../chat';
import { teachPrompt } from '../teach/actions';
import { useTeachStore } from '../teach/store';
import { costTerm, useModelNames } from '../why';
import type { Decided } from './decided';
import { selectKnownScores, USUAL_ALPHA, useRoutesStore } from './store';

export interface DecisionCardProps {
  readonly explained: ExplainResponse;
  readonly decided: Decided;
}

/** Step 3: the model that is asked, or why the memory leaves it to Auto; and what is known of answers. */
export function DecisionCard({ explained, decided }: DecisionCardProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const source = useRoutesStore((state) => state.source);
  const known = useRoutesStore(selectKnownScores);
  const answers = useTeachStore((state) => state.compared[explained.prompt]);
  const served = decided.decline === null ? (decided.candidates[0]?.model ?? null) : null;
  return (
    <Card title={t('routes.decision.title')}>
      {decided.decline === null ? (
        <Chosen explained={explained} decided={decided} />
      ) : (
        <div data-testid="route-decline">
          <p className="text-lg font-semibold">{t('routes.decision.decline')}</p>
          <p className="mt-1">{decided.decline.reason}</p>
          <p className="mt-1 text-ink-2">{t('routes.decision.autoThen')}</p>
        </div>
      )}
      {known !== null && (
        <section className="mt-4">
          <h3 className="mb-1 text-sm text-ink-3">
            {t(
              source === 'practice' ? 'routes.decision.practiceRatings' : 'routes.decision.ratings',
            )}
          </h3>
          <ScoreChips
            scores={known}
            nameOf={nameOf}
            served={served}
            servedText={t('routes.decision.served')}
          />
        </section>
      )}
      {answers !== undefined && <Answers answers={answers} served={served} />}
      {source === 'prompt' && answers === undefined && (
        <Button className="mt-4" onClick={() => teachPrompt(explained.prompt)}>
          {t('routes.decision.compare')}
        </Button>
      )}
    </Card>
  );
}

function Chosen({ explained, decided }: DecisionCardProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const alpha = useRoutesStore((state) => state.alpha);
  const [best, second] = decided.candidates;
  if (best === undefined) return null;
  const usual = explained.ranked[0];
  return (
    <div data-testid="route-decision">
      <p className="text-lg font-semibold">
        {t('routes.decision.chosen', { model: nameOf(best.model) })}
      </p>
      <p className="mt-1">
        {second === undefined
          ? t('routes.decision.alone', figuresOf(best))
          : t('routes.decision.because', {
              ...figuresOf(best),
              margin: formatPlainScore(best.score - second.score),
              runnerUp: nameOf(second.model),
            })}
      </p>
      {decided.confidence !== null && (
        <p className="mt-1 text-ink-2">
          {t('routes.decision.confidence', { value: formatPercent(decided.confidence) })}
        </p>
      )}
      {usual !== undefined && usual !== best.model && (
        <p className="mt-1 text-warn">
          {t('routes.decision.moved', {
            alpha: formatPlainScore(alpha),
            model: nameOf(best.model),
            usual: formatPlainScore(USUAL_ALPHA),
          })}
        </p>
      )}
    </div>
  );
}

function figuresOf(row: LearnedCandidateTrace) {
  return {
    quality: formatPlainScore(row.quality),
    cost: formatSigned(-costTerm(row), formatPlainScore),
    score: formatPlainScore(row.score),
  };
}

/** Every answer that this session got to the prompt, the served model's ringed. */
function Answers(props: {
  readonly answers: readonly CompareAnswer[];
  readonly served: string | null;
}) {
  const { t } = useTranslation();
  const { answers, served } = props;
  const came = answers.filter(({ status }) => status === 'succeeded');
  return (
    <section className="mt-4 flex flex-col gap-2">
      <h3 className="text-sm text-ink-3">{t('routes.decision.answers')}</h3>
      {served !== null && !came.some(({ model }) => model === served) && (
        <p className="text-sm text-ink-2">{t('routes.decision.notServed')}</p>
      )}
      {came.map(({ model, name, text }) => (
        <article
          key={model}
          className={cx(
            'min-w-0 rounded-lg border p-2',
            model === served ? 'border-accent ring-2 ring-accent' : 'border-line',
          )}
        >
          <header className="mb-1 flex min-w-0 flex-wrap items-center gap-2">
            <ModelName id={model} name={name} />
            {model === served && <Badge tone="accent">{t('routes.decision.served')}</Badge>}
          </header>
          <div
            className="max-h-48 overflow-y-auto break-words"
            role="region"
            tabIndex={0}
            aria-label={name}
          >
            <AnswerText text={text} streaming={false} />
          </div>
        </article>
      ))}
    </section>
  );
}
