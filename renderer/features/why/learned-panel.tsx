import type { MemoryExample } from '@shared/api/memory';
import type { DecisionTrace } from '@shared/routing/decide';
import type { LearnedNeighbour, LearnedTrace } from '@shared/routing/learned-trace';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { formatPercent, formatPlainScore } from '../../components/format';
import { ScoreChips } from '../../components/score-chips';
import { useModelNames } from './catalog-store';
import { nameIn } from './sentence';
import { VoteTable } from './vote-table';

/** Neighbours that are shown with their prompts; Routes shows all. */
const SHOWN = 5;

/** What `auto/learned` saw: the vote, and the rated prompts that held it. */
export function LearnedPanel({ trace }: { readonly trace: DecisionTrace }) {
  const { t } = useTranslation();
  const known = useModelNames();
  const { detail } = trace;
  if (detail?.strategy !== 'auto/learned') return null;
  const nameOf = (id: string): string =>
    trace.candidates.some((candidate) => candidate.id === id) ? nameIn(trace, id) : known(id);
  return (
    <section aria-label={t('why.learned.title')} className="mt-3" data-testid="learned-panel">
      <h3 className="font-semibold">{t('why.learned.title')}</h3>
      {detail.trace === null ? (
        <p className="text-ink-2">{t('why.learned.kept')}</p>
      ) : (
        <Vote learned={detail.trace} nameOf={nameOf} />
      )}
    </section>
  );
}

function Vote(props: { readonly learned: LearnedTrace; readonly nameOf: (id: string) => string }) {
  const { t } = useTranslation();
  const { learned, nameOf } = props;
  const { neighbours, candidates, unrated, confidence, examples, alpha } = learned;
  const votes = Math.max(neighbours.length, ...candidates.map((row) => row.votes));
  const shown = neighbours.slice(0, SHOWN);
  const prompts = usePrompts(shown);
  return (
    <>
      <p className="text-ink-2">
        {t('why.learned.summary', {
          neighbours: votes,
          examples,
          confidence: formatPercent(confidence),
        })}{' '}
        {t('why.learned.alpha', { alpha: formatPlainScore(alpha) })}
        {unrated.length > 0 &&
          ` ${t('why.learned.unrated', { models: unrated.map(nameOf).join(', ') })}`}
      </p>
      <VoteTable rows={candidates} nameOf={nameOf} className="mt-2" />
      <h4 className="mt-2 text-sm text-ink-3">{t('why.learned.neighbours')}</h4>
      <ol className="flex flex-col gap-1">
        {shown.map(({ id, similarity, scores }) => (
          <li key={id} className="min-w-0 border-l-2 border-line-strong pl-2">
            <p className="line-clamp-2 break-words">
              {prompts[id] ?? <span className="text-ink-3">{t('why.learned.gone')}</span>}
            </p>
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="text-xs text-ink-3 tabular-nums">
                {t('why.learned.similarity', { value: formatPlainScore(similarity) })}
              </span>
              <ScoreChips scores={scores} nameOf={nameOf} />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Prompts are not in the trace, which is kept long after an example was deleted: they are asked for. */
function usePrompts(neighbours: readonly LearnedNeighbour[]): Readonly<Record<string, string>> {
  const [prompts, setPrompts] = useState<Readonly<Record<string, string>>>({});
  const ids = neighbours.map(({ id }) => id).join('\n');
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const wanted = ids === '' ? [] : ids.split('\n');
      const found = await Promise.all(wanted.map((id) => api().memory.get({ id })));
      const examples = found.flatMap((result): MemoryExample[] => (result.ok ? [result.data] : []));
      if (current) setPrompts(Object.fromEntries(examples.map(({ id, prompt }) => [id, prompt])));
    };
    void read();
    return () => {
      current = false;
    };
  }, [ids]);
  return prompts;
}
