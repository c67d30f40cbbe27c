import type { DecisionTrace } from '@shared/routing/decide';
import { Ban, Pin, Redo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { excludeModel, pinModel } from './prefs-actions';
import { nameIn, runnerUpOf } from './sentence';

export interface WhyActionsProps {
  readonly trace: DecisionTrace;
  /** Takes the runner-up for this once. */
  readonly onUse: (model: string) => void;
  readonly onDone: () => void;
}

/** What can be done about a pick: the runner-up for once, a pin, an exclusion. */
export function WhyActions({ trace, onUse, onDone }: WhyActionsProps) {
  const { t } = useTranslation();
  const runnerUp = runnerUpOf(trace);
  const { model, task } = trace;
  return (
    <div className="sticky -bottom-4 -mx-4 mt-3 -mb-4 flex flex-wrap gap-2 border-t border-line bg-raised px-4 py-3">
      {runnerUp !== null && (
        <Button
          icon={<Redo2 size={14} />}
          onClick={() => {
            onUse(runnerUp.id);
            onDone();
          }}
        >
          {t('why.useOnce', { model: runnerUp.name })}
        </Button>
      )}
      {model !== null && (
        <>
          <Button
            icon={<Pin size={14} />}
            onClick={() => {
              void pinModel(task, model, nameIn(trace, model));
              onDone();
            }}
          >
            {t('why.pin', { model: nameIn(trace, model) })}
          </Button>
          <Button
            icon={<Ban size={14} />}
            onClick={() => {
              void excludeModel(task, model, nameIn(trace, model));
              onDone();
            }}
          >
            {t('why.exclude', { model: nameIn(trace, model) })}
          </Button>
        </>
      )}
    </div>
  );
}
