import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { errorText } from '../../components/error-text';
import { Duration, Money } from '../../components/figures';
import { formatMoney } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { SliderField } from '../../components/slider-field';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { AnswerText } from '../chat';
import { showRoute } from '../routes/actions';
import { closeRound, nextRound, saveRatings, setScore, stopCompare } from './actions';
import { type LetteredAnswer, ratingsOf } from './letters';
import { type Round, useTeachStore } from './store';

type Rating = Extract<Round, { phase: 'rating' }>;

const SCORE_STEP = 0.05;

/** The answers of one prompt, from waiting to who wrote what. */
export function RatingBoard({ round }: { readonly round: Round }) {
  const { t } = useTranslation();
  if (round.phase === 'failed') {
    const { title, body } = errorText(round.error.code);
    return (
      <Card>
        <ErrorState title={title} body={body} onRetry={closeRound} />
      </Card>
    );
  }
  if (round.phase === 'asking') {
    return (
      <Card title={round.prompt}>
        <DelayedSpinner label={t('teach.ask.asking', { count: round.count })} />
        <div className="flex justify-center">
          <Button onClick={() => void stopCompare()}>{t('teach.ask.stop')}</Button>
        </div>
      </Card>
    );
  }
  return <Answers round={round} />;
}

function Answers({ round }: { readonly round: Rating }) {
  const { t } = useTranslation();
  const blind = useTeachStore((state) => state.blind);
  const open = round.saved || !blind;
  const enough = round.answers.filter(({ answer }) => answer.status === 'succeeded').length >= 2;
  return (
    <Card
      title={t(round.saved ? 'teach.rate.revealed' : 'teach.rate.title')}
      description={round.saved ? undefined : t('teach.rate.body')}
    >
      <p className="mb-3 line-clamp-3 border-l-2 border-line-strong pl-3 break-words whitespace-pre-wrap text-ink-2">
        {round.prompt}
      </p>
      <div className="grid gap-3 @2xl:grid-cols-2 @5xl:grid-cols-3">
        {round.answers.map((lettered) => (
          <AnswerCard key={lettered.letter} lettered={lettered} round={round} open={open} />
        ))}
      </div>
      <Actions round={round} enough={enough} />
    </Card>
  );
}

function Actions({ round, enough }: { readonly round: Rating; readonly enough: boolean }) {
  const { t } = useTranslation();
  if (round.saved) {
    return (
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button variant="primary" onClick={nextRound}>
          {t('teach.rate.next')}
        </Button>
        <Button onClick={() => showRoute(round.prompt)}>{t('teach.rate.routes')}</Button>
        {round.costUsd !== null && round.costUsd > 0 && (
          <p className="text-sm text-ink-3">
            {t('teach.rate.spent', { cost: formatMoney(round.costUsd) })}
          </p>
        )}
      </div>
    );
  }
  const complete = ratingsOf(round.answers, round.scores) !== null;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <Button
        variant="primary"
        disabled={!complete || round.saving}
        onClick={() => void saveRatings()}
      >
        {t('teach.rate.save')}
      </Button>
      <Button onClick={closeRound}>{t('teach.rate.discard')}</Button>
      {!complete && (
        <p className="min-w-0 text-sm text-ink-3">
          {t(enough ? 'teach.rate.saveHint' : 'teach.rate.tooFew')}
        </p>
      )}
    </div>
  );
}

function AnswerCard(props: {
  readonly lettered: LetteredAnswer;
  readonly round: Rating;
  readonly open: boolean;
}) {
  const { t } = useTranslation();
  const { letter, answer } = props.lettered;
  const { scores, saved, saving } = props.round;
  const came = answer.status === 'succeeded';
  return (
    <section
      aria-label={t('teach.rate.letter', { letter })}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line p-3"
    >
      <header className="flex min-w-0 flex-wrap items-center gap-2">
        <h3 className="font-semibold">{t('teach.rate.letter', { letter })}</h3>
        {props.open && (
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm text-ink-2">
            <ModelName id={answer.model} name={answer.name} />
            {saved && (
              <>
                <Duration ms={answer.total_ms} />
                {!answer.model.startsWith('practice/') && <Money usd={answer.cost_usd} />}
              </>
            )}
          </span>
        )}
      </header>
      <div
        className="max-h-80 min-h-16 flex-1 overflow-y-auto rounded-md bg-sunken p-2 break-words"
        role="region"
        tabIndex={0}
        aria-label={t('teach.rate.letter', { letter })}
      >
        {came && answer.text !== '' && <AnswerText text={answer.text} streaming={false} />}
        {came && answer.text === '' && <p className="text-ink-3">{t('teach.rate.empty')}</p>}
        {answer.status === 'aborted' && <p className="text-ink-3">{t('teach.rate.stopped')}</p>}
        {answer.error !== null && (
          <p className="text-bad">
            {t('teach.rate.failed', { title: errorText(answer.error.code).title })}
          </p>
        )}
      </div>
      {came && (
        <SliderField
          label={t('teach.rate.score', { letter })}
          value={scores[letter] ?? null}
          min={0}
          max={1}
          step={SCORE_STEP}
          unsetText={t('teach.rate.unrated')}
          disabled={saved || saving}
          onChange={(score) => setScore(letter, score)}
        />
      )}
    </section>
  );
}
