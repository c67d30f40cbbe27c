import type { TableChange } from '@shared/routing/routing-table';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { useModelNames } from '../why';
import { dismissAnnouncement, holdTable, restoreTable } from './actions';
import { selectAnnouncement, selectFacts, useBenchmarks } from './store';
import { isTier, scopeText } from './words';

/** A new table that changes picks, with what changes; used or taken back with one click. */
export function Announcement() {
  const { t } = useTranslation();
  const newest = useBenchmarks(selectAnnouncement);
  const changes = useBenchmarks((state) => selectFacts(state)?.table.changes);
  if (newest === null || changes === undefined) return null;
  const held = newest.state === 'held';
  return (
    <Banner
      tone={held ? 'warning' : 'info'}
      title={t(held ? 'benchmarks.change.held' : 'benchmarks.change.live')}
      onDismiss={dismissAnnouncement}
      actions={
        held ? (
          <Button size="sm" variant="primary" onClick={() => void restoreTable(newest.id)}>
            {t('benchmarks.change.take')}
          </Button>
        ) : (
          <Button size="sm" onClick={() => void holdTable()}>
            {t('benchmarks.change.takeBack')}
          </Button>
        )
      }
    >
      <ChangeList changes={changes} />
    </Banner>
  );
}

/** The tiers, which everybody's requests have; of the routes only how many. */
function ChangeList({ changes }: { readonly changes: readonly TableChange[] }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const name = (model: string | null): string =>
    model === null ? t('benchmarks.change.nobody') : nameOf(model);
  const tiers = changes.filter(({ scope }) => isTier(scope));
  const shown = tiers.length > 0 ? tiers : changes.slice(0, 3);
  const more = changes.length - shown.length;
  return (
    <ul>
      {shown.map(({ scope, before, after }) => (
        <li key={scope}>
          {before === null
            ? t('benchmarks.change.first', { scope: scopeText(scope), after: name(after) })
            : t('benchmarks.change.line', {
                scope: scopeText(scope),
                after: name(after),
                before: name(before),
              })}
        </li>
      ))}
      {more > 0 && <li>{t('benchmarks.change.more', { count: more })}</li>}
    </ul>
  );
}
