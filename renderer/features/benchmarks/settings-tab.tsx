import type { BenchmarkConfig } from '@shared/api/benchmark';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { Select } from '../../components/select';
import { useModelNames } from '../why';
import { editDraft, revertDraft, saveDraft } from './actions';
import { reasonOf } from './draft';
import { NumberSetting, Setting } from './number-setting';
import { PoolEditor } from './pool-editor';
import { type BenchmarkFacts, useBenchmarks } from './store';

const WINNER = '';

/** What is measured and how; nothing is measured until it is saved (S4-3, S4-33). */
export function SettingsTab({ facts }: { readonly facts: BenchmarkFacts }) {
  const draft = useBenchmarks((state) => state.draft);
  return (
    <div className="flex flex-col gap-4">
      <DeciderCard draft={draft} />
      <ClassifierCard draft={draft} />
      <LimitsCard draft={draft} />
      <SaveBar saved={facts.config !== null} />
    </div>
  );
}

interface CardProps {
  readonly draft: BenchmarkConfig;
}

function DeciderCard({ draft }: CardProps) {
  const { t } = useTranslation();
  const { decider } = draft;
  const change = (part: Partial<BenchmarkConfig['decider']>): void =>
    editDraft({ ...draft, decider: { ...decider, ...part } });
  return (
    <Card
      title={t('benchmarks.settings.deciderTitle')}
      description={t('benchmarks.settings.deciderBody')}
    >
      <PoolEditor pool="decider" draft={draft} />
      <div className="mt-4 grid gap-x-6 gap-y-4 @2xl:grid-cols-2">
        <NumberSetting
          label={t('benchmarks.settings.minAccuracy')}
          hint={t('benchmarks.settings.minAccuracyHint')}
          value={Math.round(decider.minAccuracy * 100)}
          min={0}
          max={100}
          onChange={(percent) => change({ minAccuracy: percent / 100 })}
        />
        <NumberSetting
          label={t('benchmarks.settings.repetitions')}
          hint={t('benchmarks.settings.repetitionsHint')}
          value={decider.repetitions}
          min={1}
          max={5}
          onChange={(repetitions) => change({ repetitions: Math.round(repetitions) })}
        />
        <NumberSetting
          label={t('benchmarks.settings.switchCost')}
          hint={t('benchmarks.settings.switchCostHint')}
          value={decider.switchCostFactor}
          min={1}
          max={100}
          onChange={(switchCostFactor) => change({ switchCostFactor })}
        />
        <Setting hint={t('benchmarks.settings.modeHint')}>
          <Select
            label={t('benchmarks.settings.mode')}
            showLabel
            value={decider.mode}
            onChange={(mode) => change({ mode })}
            options={(['cost_per_accuracy', 'best_accuracy'] as const).map((value) => ({
              value,
              label: t(`benchmarks.settings.modes.${value}`),
            }))}
          />
        </Setting>
      </div>
    </Card>
  );
}

function ClassifierCard({ draft }: CardProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const choices = useBenchmarks((state) => state.choices);
  const { classifier } = draft;
  const { override } = classifier;
  const change = (part: Partial<BenchmarkConfig['classifier']>): void =>
    editDraft({ ...draft, classifier: { ...classifier, ...part } });
  const known = new Set([...choices.map(({ id }) => id), ...(override === null ? [] : [override])]);
  return (
    <Card
      title={t('benchmarks.settings.classifierTitle')}
      description={t('benchmarks.settings.classifierBody')}
    >
      <PoolEditor pool="classifier" draft={draft} />
      <div className="mt-4 grid gap-x-6 gap-y-4 @2xl:grid-cols-2">
        <NumberSetting
          label={t('benchmarks.settings.minAccuracy')}
          hint={t('benchmarks.settings.classifierAccuracyHint')}
          value={Math.round(classifier.minAccuracy * 100)}
          min={0}
          max={100}
          onChange={(percent) => change({ minAccuracy: percent / 100 })}
        />
        <NumberSetting
          label={t('benchmarks.settings.repetitions')}
          hint={t('benchmarks.settings.repetitionsHint')}
          value={classifier.repetitions}
          min={1}
          max={5}
          onChange={(repetitions) => change({ repetitions: Math.round(repetitions) })}
        />
        <NumberSetting
          label={t('benchmarks.settings.p95')}
          hint={t('benchmarks.settings.p95Hint')}
          value={classifier.maxP95LatencyMs}
          min={1}
          max={180_000}
          step={100}
          placeholder={t('benchmarks.settings.noLimit')}
          onChange={(ms) => change({ maxP95LatencyMs: Math.round(ms) })}
          onEmpty={() => change({ maxP95LatencyMs: null })}
        />
        <Setting hint={t('benchmarks.settings.overrideHint')}>
          <Select
            label={t('benchmarks.settings.override')}
            showLabel
            value={override ?? WINNER}
            onChange={(model) => change({ override: model === WINNER ? null : model })}
            options={[
              { value: WINNER, label: t('benchmarks.settings.overrideNone') },
              ...[...known].map((id) => ({ value: id, label: nameOf(id) })),
            ]}
          />
        </Setting>
      </div>
    </Card>
  );
}

function LimitsCard({ draft }: CardProps) {
  const { t } = useTranslation();
  return (
    <Card title={t('benchmarks.settings.limitsTitle')}>
      <div className="grid gap-x-6 gap-y-4 @2xl:grid-cols-2">
        <NumberSetting
          label={t('benchmarks.settings.cap')}
          hint={t('benchmarks.settings.capHint')}
          value={draft.maxCostUsd}
          min={0}
          max={10_000}
          step={0.5}
          onChange={(maxCostUsd) => editDraft({ ...draft, maxCostUsd })}
        />
        <NumberSetting
          label={t('benchmarks.settings.concurrency')}
          hint={t('benchmarks.settings.concurrencyHint')}
          value={draft.maxConcurrency}
          min={1}
          max={100}
          onChange={(calls) => editDraft({ ...draft, maxConcurrency: Math.round(calls) })}
        />
        <Setting hint={t('benchmarks.settings.publishHint')}>
          <Select
            label={t('benchmarks.settings.publish')}
            showLabel
            value={draft.publish}
            onChange={(publish) => editDraft({ ...draft, publish })}
            options={[
              { value: 'auto', label: t('benchmarks.settings.publishAuto') },
              { value: 'hold', label: t('benchmarks.settings.publishHold') },
            ]}
          />
        </Setting>
      </div>
    </Card>
  );
}

/** Stays in sight while something is not saved. */
function SaveBar({ saved }: { readonly saved: boolean }) {
  const { t } = useTranslation();
  const edited = useBenchmarks((state) => state.edited);
  const saving = useBenchmarks((state) => state.saving);
  const error = useBenchmarks((state) => state.saveError);
  if (!edited && saved) return null;
  return (
    <div className="sticky bottom-0 -mb-4 flex flex-col gap-2 border-t border-line bg-canvas py-3">
      {error !== null && (
        <Banner tone="error" title={t('benchmarks.settings.failed')}>
          {reasonOf(error)}
        </Banner>
      )}
      <div className="flex items-center gap-2">
        <Button variant="primary" disabled={!edited || saving} onClick={() => void saveDraft()}>
          {t('benchmarks.settings.save')}
        </Button>
        {edited && saved && (
          <Button disabled={saving} onClick={revertDraft}>
            {t('benchmarks.settings.revert')}
          </Button>
        )}
        {edited && <span className="text-sm text-ink-3">{t('benchmarks.settings.unsaved')}</span>}
      </div>
    </div>
  );
}
