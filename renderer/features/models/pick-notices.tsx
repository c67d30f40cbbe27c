import type { PickChange } from '@shared/api/models';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { showView } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { noticesOf, putAway, showTab } from './actions';
import { whyLines } from './change-text';
import { Decide } from './decide';
import { useModelsStore } from './store';

/** Changes of picks that wait for a word of the person. */
export function usePickNotices(): readonly PickChange[] {
  const changes = useModelsStore((state) => state.picks.changes);
  const away = useModelsStore((state) => state.putAway);
  return useMemo(() => noticesOf(changes, away), [changes, away]);
}

/** A quiet notice for each task whose best model became another by newer figures. */
export function PickNotices({ changes }: { readonly changes: readonly PickChange[] }) {
  return changes.map((change) => <PickNotice key={change.id} change={change} />);
}

function PickNotice({ change }: { readonly change: PickChange }) {
  const { t } = useTranslation();
  const [first] = whyLines(change);
  return (
    <Banner
      tone="info"
      title={t('models.changes.notice', {
        task: t(`common.tasks.${change.task}`),
        from: change.fromName,
        to: change.toName,
      })}
      onDismiss={() => putAway(change.id)}
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Decide change={change} />
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              showTab('changes');
              showView('models');
            }}
          >
            {t('models.changes.details')}
          </Button>
        </div>
      }
    >
      {change.status === 'waiting'
        ? t('models.changes.waiting', { from: change.fromName })
        : t('models.changes.applied')}{' '}
      {first}
    </Banner>
  );
}
