import type { ExplainResponse } from '@shared/api/memory';
import { Route } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { ViewHeader } from '../../components/view-header';
import { loadCatalog } from '../why';
import { walk } from './actions';
import { decidedAt } from './decided';
import { DecisionCard } from './decision-card';
import { NeighboursCard } from './neighbours-card';
import { PromptPicker } from './prompt-picker';
import { useRoutesStore } from './store';
import { VoteCard } from './vote-card';

/** Walks one prompt through the decision: neighbours, vote, answer (S1-30). */
export function RoutesView() {
  const { t } = useTranslation();
  useEffect(() => void loadCatalog('general_assistant'), []);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader title={t('routes.title')} description={t('routes.description')} />
      <div className="@container min-h-0 flex-1 overflow-auto">
        <div className="mx-auto flex max-w-[1360px] flex-col gap-4 p-4 @5xl:p-6">
          <PromptPicker />
          <Walked />
        </div>
      </div>
    </div>
  );
}

function Walked() {
  const { t } = useTranslation();
  const walked = useRoutesStore((state) => state.walked);
  const noExamples = useRoutesStore(
    ({ source, examples }) =>
      source === 'example' && examples.state === 'ready' && examples.value.length === 0,
  );
  if (noExamples) {
    return (
      <EmptyState
        icon={<Route size={24} />}
        title={t('routes.noExamples')}
        body={t('routes.noExamplesBody')}
        action={<Button onClick={() => showView('teach')}>{t('routes.teach')}</Button>}
      />
    );
  }
  if (walked === null) {
    return (
      <EmptyState
        icon={<Route size={24} />}
        title={t('routes.start')}
        body={t('routes.startBody')}
      />
    );
  }
  if (walked.state === 'loading') return <DelayedSpinner label={t('routes.loading')} />;
  if (walked.state === 'error') {
    return <ErrorState {...errorText(walked.error.code)} onRetry={() => void walk()} />;
  }
  return <Steps explained={walked.value} />;
}

function Steps({ explained }: { readonly explained: ExplainResponse }) {
  const alpha = useRoutesStore((state) => state.alpha);
  const decided = useMemo(() => decidedAt(explained, alpha), [explained, alpha]);
  return (
    <>
      <NeighboursCard key={explained.prompt} explained={explained} />
      <div className="grid items-start gap-4 @5xl:grid-cols-[2fr_1fr]">
        <VoteCard explained={explained} decided={decided} />
        <DecisionCard explained={explained} decided={decided} />
      </div>
    </>
  );
}
