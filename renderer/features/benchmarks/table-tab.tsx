import { TIERS, type Tier } from '@shared/routing/difficulty';
import type { RoutingTable, Scope } from '@shared/routing/routing-table';
import type { Route } from '@shared/routing/taxonomy';
import { ROUTES } from '@shared/routing/taxonomy';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { formatDateTime, formatPercent } from '../../components/format';
import { Select } from '../../components/select';
import { EmptyState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { useModelNames } from '../why';
import { AccuracyChart } from './accuracy-chart';
import { holdTable, restoreTable, showTab } from './actions';
import { RowsTable } from './rows-table';
import type { BenchmarkFacts } from './store';
import { WinnerCard } from './winner-card';
import { pickOf, routeText, scopeText } from './words';

/** What `auto/efficient` decides by: the table in use, who labels requests, and earlier tables. */
export function TableTab({ facts }: { readonly facts: BenchmarkFacts }) {
  const { t } = useTranslation();
  const { table } = facts.table;
  if (facts.config === null && facts.runs.length === 0) return <FirstSteps />;
  return (
    <div className="flex flex-col gap-4">
      {table === null ? (
        <Card>
          <EmptyState title={t('benchmarks.table.none')} body={t('benchmarks.table.noneBody')} />
        </Card>
      ) : (
        <LiveTable table={table} />
      )}
      <WinnerCard winner={facts.winner} />
      <Excluded excluded={facts.table.excluded} />
      <PastTables tables={facts.table.tables} />
    </div>
  );
}

function FirstSteps() {
  const { t } = useTranslation();
  return (
    <Card>
      <EmptyState
        title={t('benchmarks.empty.title')}
        body={
          <>
            <p>{t('benchmarks.empty.body')}</p>
            <p className="mt-1 text-sm text-ink-3">{t('benchmarks.empty.practice')}</p>
          </>
        }
        action={
          <Button variant="primary" onClick={() => showTab('settings')}>
            {t('benchmarks.empty.action')}
          </Button>
        }
      />
    </Card>
  );
}

const WHOLE = 'all';

function LiveTable({ table }: { readonly table: RoutingTable }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const [tier, setTier] = useState<Tier>('low');
  const [route, setRoute] = useState<Route | typeof WHOLE>(WHOLE);
  const [asTable, setAsTable] = useState(false);
  const rows = (route === WHOLE ? table.tiers[tier] : table.routes[route]) ?? table.tiers[tier];
  const routes = useMemo(() => ROUTES.filter((one) => table.routes[one] !== undefined), [table]);
  const accuracy = formatPercent(table.minAccuracy);
  const pick = pickOf(rows, table.minAccuracy);
  const scope: Scope = route === WHOLE ? tier : route;
  return (
    <Card
      title={t('benchmarks.table.title')}
      description={t('benchmarks.table.since', {
        time: formatDateTime(table.publishedAt),
        accuracy,
      })}
      actions={
        <div className="flex flex-wrap justify-end gap-2">
          <Button size="sm" variant="ghost" onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'benchmarks.table.asChart' : 'benchmarks.table.asTable')}
          </Button>
          <Button size="sm" onClick={() => void holdTable()}>
            {t('benchmarks.table.hold')}
          </Button>
        </div>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Tabs
          label={t('benchmarks.table.scope')}
          value={route === WHOLE ? tier : WHOLE}
          onChange={(next) => {
            if (next === WHOLE) return;
            setTier(next);
            setRoute(WHOLE);
          }}
          items={TIERS.map((value) => ({ value, label: t(`benchmarks.tiers.${value}`) }))}
        />
        {routes.length > 0 && (
          <Select<Route | typeof WHOLE>
            label={t('benchmarks.table.route')}
            className="w-72"
            value={route}
            onChange={setRoute}
            options={[
              { value: WHOLE, label: t('benchmarks.table.wholeTier') },
              ...routes.map((value) => ({ value, label: routeText(value) })),
            ]}
          />
        )}
      </div>
      {pick !== null && (
        <p className="mb-2 font-medium" data-testid="would-pick">
          {`${scopeText(scope)}: `}
          {t(pick.goodEnough ? 'benchmarks.table.picked' : 'benchmarks.table.pickedBelow', {
            model: nameOf(pick.model),
            accuracy,
          })}
        </p>
      )}
      {!asTable && <AccuracyChart rows={rows} minAccuracy={table.minAccuracy} />}
      <RowsTable
        rows={rows}
        minAccuracy={table.minAccuracy}
        label={`${t('benchmarks.table.title')}: ${scopeText(scope)}`}
      />
    </Card>
  );
}

function Excluded({ excluded }: { readonly excluded: BenchmarkFacts['table']['excluded'] }) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  if (excluded.length === 0) return null;
  // A model is left out in many scopes for one reason: said once.
  const lines = new Map(
    excluded.map(({ model, reason }) => [`${model}\0${reason}`, { model, reason }]),
  );
  return (
    <Card title={t('benchmarks.table.excluded')}>
      <ul className="text-sm">
        {[...lines.values()].map(({ model, reason }) => (
          <li key={`${model} ${reason}`}>
            {nameOf(model)}: {t(`benchmarks.table.excludedReasons.${reason}`)}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function PastTables({ tables }: { readonly tables: BenchmarkFacts['table']['tables'] }) {
  const { t } = useTranslation();
  const others = tables.filter(({ state }) => state !== 'live');
  if (others.length === 0) return null;
  return (
    <Card title={t('benchmarks.table.past')}>
      <ul className="flex flex-col gap-2">
        {others.map(({ id, publishedAt, state }) => (
          <li key={id} className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              {t('benchmarks.table.published', { time: formatDateTime(publishedAt) })}{' '}
              <span className="text-ink-3">({t(`benchmarks.table.state.${state}`)})</span>
            </span>
            <Button size="sm" onClick={() => void restoreTable(id)}>
              {t('benchmarks.table.use')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
