import type { MemoryExample } from '@shared/api/memory';
import { AXES, type Candidate, type Weights } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { suggestWeights } from '@shared/routing/weight-suggestion';
import { fromPercents, toPercents } from '@shared/routing/weights';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { formatPercent, formatSigned } from '../../components/format';
import { overridesOf } from './suggestion';

/** Newest examples that are looked through. */
const LOOKED_AT = 500;

export interface SuggestionCardProps {
  readonly task: TaskName;
  readonly candidates: readonly Candidate[];
  readonly weights: Weights;
  readonly onChange: (weights: Weights) => void;
}

/** Weights that would explain the user's own choices, as a difference; used only when pressed. */
export function SuggestionCard({ task, candidates, weights, onChange }: SuggestionCardProps) {
  const { t } = useTranslation();
  const [examples, setExamples] = useState<readonly MemoryExample[]>([]);
  const [later, setLater] = useState(false);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const result = await api().memory.list({ q: '', limit: LOOKED_AT, offset: 0 });
      // Without the memory there is nothing to suggest, and nothing is lost.
      if (current && result.ok) setExamples(result.data.examples);
    };
    void read();
    return () => {
      current = false;
    };
  }, []);
  const suggestion = useMemo(
    () => suggestWeights(weights, overridesOf(examples, task, candidates)),
    [weights, examples, task, candidates],
  );
  if (suggestion === null || later) return null;
  const before = toPercents(weights);
  const after = toPercents(suggestion.weights);
  const { explained, explainedBefore, of } = suggestion;
  return (
    <Card
      title={t('preferences.suggestion.title')}
      description={t('preferences.suggestion.body', { explained, before: explainedBefore, of })}
    >
      <dl className="grid grid-cols-3 gap-2" data-testid="weight-suggestion">
        {AXES.map((axis) => (
          <div key={axis} className="min-w-0 rounded-lg bg-sunken p-2">
            <dt className="text-sm text-ink-3">{t(`common.axes.${axis}`)}</dt>
            <dd className="tabular-nums">
              {t('preferences.suggestion.change', {
                before: formatPercent(before[axis] / 100),
                after: formatPercent(after[axis] / 100),
              })}
              <span className="ml-1 text-sm text-ink-3">
                {formatSigned(after[axis] - before[axis], String)}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => onChange(fromPercents(after))}>
          {t('preferences.suggestion.use')}
        </Button>
        <Button onClick={() => setLater(true)}>{t('preferences.suggestion.later')}</Button>
      </div>
    </Card>
  );
}
