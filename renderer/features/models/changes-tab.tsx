import type { PickChange } from '@shared/api/models';
import { TASK_NAMES } from '@shared/routing/tasks';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { formatAgo, formatScore } from '../../components/format';
import { EmptyState } from '../../components/states';
import { useModelName } from '../why';
import { decideChange } from './actions';
import { whyLines } from './change-text';
import { Decide } from './decide';
import { holdingChange, isOpen, statusNow, useModelsStore } from './store';
import { useNow } from './use-now';

/** What newer figures did to the picks, and what is held against them. */
export function ChangesTab() {
  const { t } = useTranslation();
  const { changes } = useModelsStore((state) => state.picks);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex w-full max-w-4xl flex-col gap-3 p-4">
        <p className="text-ink-2">{t('models.changes.intro')}</p>
        <Holds />
        {changes.length === 0 ? (
          <EmptyState title={t('models.changes.empty')} body={t('models.sources.intro')} />
        ) : (
          <Card title={t('models.changes.list')}>
            <ul className="flex flex-col">
              {changes.map((change) => (
                <Change key={change.id} change={change} />
              ))}
            </ul>
          </Card>
        )}
      </div>
    </div>
  );
}

function Holds() {
  const { t } = useTranslation();
  const picks = useModelsStore((state) => state.picks);
  const held = TASK_NAMES.filter((task) => picks.holds[task] !== undefined);
  return (
    <Card title={t('models.changes.holds')}>
      {held.length === 0 ? (
        <p className="text-sm text-ink-3">{t('models.changes.noHolds')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {held.map((task) => {
            const change = holdingChange(picks, task);
            const text = change?.status === 'waiting' ? 'holdWaiting' : 'hold';
            return (
              <li key={task} className="flex flex-wrap items-center justify-between gap-2">
                <HoldText
                  text={text}
                  id={picks.holds[task] ?? ''}
                  name={change?.fromName ?? null}
                  task={t(`common.tasks.${task}`)}
                />
                {change !== null && (
                  <Button size="sm" onClick={() => void decideChange(change, 'take')}>
                    {t('models.changes.release')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

function HoldText(props: {
  readonly text: 'hold' | 'holdWaiting';
  readonly id: string;
  readonly name: string | null;
  readonly task: string;
}) {
  const { t } = useTranslation();
  const known = useModelName(props.id);
  return (
    <span>
      {t(`models.changes.${props.text}`, { model: props.name ?? known, task: props.task })}
    </span>
  );
}

const TONES = {
  applied: 'accent',
  waiting: 'warn',
  held: 'warn',
  taken: 'good',
  passed: 'neutral',
} as const;

function Change({ change }: { readonly change: PickChange }) {
  const { t } = useTranslation();
  const lines = whyLines(change);
  const now = useNow();
  const { task, fromName, toName, gap, at } = change;
  const status = useModelsStore(({ picks }) => statusNow(change, picks));
  return (
    <li className="flex flex-col gap-1 border-t border-line py-3 first:border-t-0 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="min-w-0 font-medium">
          {t('models.changes.title', {
            task: t(`common.tasks.${task}`),
            from: fromName,
            to: toName,
          })}
        </h3>
        <Badge tone={TONES[status]}>{t(`models.changes.status.${status}`)}</Badge>
      </div>
      <p className="text-sm text-ink-3">
        {[
          t('models.changes.gap', { gap: formatScore(gap) }),
          t('models.changes.at', {
            ago: formatAgo(Date.parse(at), now),
            from: change.catalogFrom,
            to: change.catalogTo,
          }),
        ].join(' · ')}
      </p>
      {lines.length === 0 ? (
        <p className="text-sm text-ink-3">{t('models.changes.noFigures')}</p>
      ) : (
        <ul className="list-disc pl-5 text-sm text-ink-2">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {isOpen(change) && <Decide change={change} />}
    </li>
  );
}
