import type { ExplainResponse } from '@shared/api/memory';
import type { LearnedNeighbour } from '@shared/routing/learned-trace';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import { formatPlainScore } from '../../components/format';
import { ScoreChips } from '../../components/score-chips';
import { useModelNames } from '../why';
import { NeighbourGraph } from './neighbour-graph';

/** Rows at first; a large memory has eighty voters. */
const SHOWN = 8;

/** Step 1: which rated prompts vote, whole, with what was said of each model (S1-30). */
export function NeighboursCard({ explained }: { readonly explained: ExplainResponse }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const [pointed, setPointed] = useState<string | null>(null);
  const { trace, prompts } = explained;
  const neighbours = trace?.neighbours ?? [];
  const shown = all ? neighbours : neighbours.slice(0, SHOWN);
  return (
    <Card
      title={t('routes.neighbours.title')}
      description={
        trace !== null &&
        t('routes.neighbours.body', { count: neighbours.length, total: trace.examples })
      }
    >
      <p className="mb-3 max-h-40 overflow-y-auto border-l-2 border-accent pl-3 break-words whitespace-pre-wrap">
        <span className="block text-xs text-ink-3">{t('routes.neighbours.asked')}</span>
        {explained.prompt}
      </p>
      {neighbours.length === 0 ? (
        <p className="text-ink-2">{t('routes.neighbours.none')}</p>
      ) : (
        <div className="grid items-start gap-4 @2xl:grid-cols-[2fr_3fr]">
          <NeighbourGraph explained={explained} pointed={pointed} onPoint={setPointed} />
          <div className="min-w-0">
            <ol className="flex flex-col gap-1">
              {shown.map((neighbour, at) => (
                <NeighbourRow
                  key={neighbour.id}
                  place={at + 1}
                  neighbour={neighbour}
                  prompt={prompts[neighbour.id] ?? ''}
                  pointed={neighbour.id === pointed}
                  onPoint={setPointed}
                />
              ))}
            </ol>
            {!all && neighbours.length > SHOWN && (
              <Button size="sm" variant="ghost" className="mt-2" onClick={() => setAll(true)}>
                {t('routes.neighbours.more', { count: neighbours.length - SHOWN })}
              </Button>
            )}
          </div>
        </div>
      )}
    </Card>
  );
}

function NeighbourRow(props: {
  readonly place: number;
  readonly neighbour: LearnedNeighbour;
  readonly prompt: string;
  readonly pointed: boolean;
  readonly onPoint: (id: string | null) => void;
}) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const { id, similarity, scores } = props.neighbour;
  return (
    <li
      onPointerEnter={() => props.onPoint(id)}
      onPointerLeave={() => props.onPoint(null)}
      className={cx(
        'flex min-w-0 gap-3 rounded-lg border p-2',
        props.pointed ? 'border-accent bg-accent-soft' : 'border-line',
      )}
    >
      <span className="w-5 shrink-0 text-right text-sm text-ink-3 tabular-nums">{props.place}</span>
      <div className="min-w-0 flex-1">
        <p className="max-h-32 overflow-y-auto break-words whitespace-pre-wrap">
          {props.prompt === '' ? (
            <span className="text-ink-3">{t('routes.neighbours.unknownPrompt')}</span>
          ) : (
            props.prompt
          )}
        </p>
        <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-xs text-ink-3 tabular-nums">
            {t('routes.neighbours.similarity', { value: formatPlainScore(similarity) })}
          </span>
          <ScoreChips scores={scores} nameOf={nameOf} />
        </div>
      </div>
    </li>
  );
}
