import { Play } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { errorText } from '../../components/error-text';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { Tabs } from '../../components/tabs';
import { ViewHeader } from '../../components/view-header';
import { connectBenchmarks, loadBenchmarks, openRunDialog, showTab } from './actions';
import { ActiveRun } from './active-run';
import { Announcement } from './announcement';
import { CasesTab } from './cases-tab';
import { RunDialog } from './run-dialog';
import { RunsTab } from './runs-tab';
import { SettingsTab } from './settings-tab';
import { type BenchmarkFacts, selectActive, TABS, useBenchmarks } from './store';
import { SyncTab } from './sync-tab';
import { TableTab } from './table-tab';

export function BenchmarksView() {
  const { t } = useTranslation();
  const facts = useBenchmarks((state) => state.facts);
  const running = useBenchmarks((state) => selectActive(state) !== null);
  const measurable =
    facts.state === 'ready' &&
    facts.value.config !== null &&
    facts.value.config.decider.models.length + facts.value.config.classifier.models.length > 0;
  useEffect(connectBenchmarks, []);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ViewHeader
        title={t('benchmarks.title')}
        description={t('benchmarks.description')}
        actions={
          measurable && (
            <Button
              variant="primary"
              icon={<Play size={14} aria-hidden />}
              disabled={running}
              title={running ? t('benchmarks.run.active') : undefined}
              onClick={() => openRunDialog('decider')}
            >
              {t('benchmarks.run.start')}
            </Button>
          )
        }
      />
      {facts.state === 'loading' && <DelayedSpinner label={t('benchmarks.loading')} />}
      {facts.state === 'error' && (
        <ErrorState
          title={t('benchmarks.loadFailed')}
          body={errorText(facts.error.code).body}
          onRetry={() => void loadBenchmarks()}
        />
      )}
      {facts.state === 'ready' && <Content facts={facts.value} />}
      <RunDialog />
    </div>
  );
}

function Content({ facts }: { readonly facts: BenchmarkFacts }) {
  const { t } = useTranslation();
  const tab = useBenchmarks((state) => state.tab);
  const panels = {
    table: <TableTab facts={facts} />,
    runs: <RunsTab runs={facts.runs} />,
    cases: <CasesTab runs={facts.runs} />,
    settings: <SettingsTab facts={facts} />,
    sync: <SyncTab facts={facts} />,
  };
  return (
    <div className="@container min-h-0 flex-1 overflow-auto">
      <div className="mx-auto flex max-w-[1200px] flex-col gap-4 p-4 @5xl:p-6">
        <ActiveRun />
        <Announcement />
        <Tabs
          label={t('benchmarks.tabs')}
          value={tab}
          onChange={showTab}
          items={TABS.map((value) => ({
            value,
            label: t(`benchmarks.tab.${value}`),
            panel: value === tab ? panels[value] : null,
          }))}
        />
      </div>
    </div>
  );
}
