import type { Axis, Weights } from '@shared/routing/candidate';
import {
  PRESET_IDS,
  presetOf,
  presetWeights,
  toPercents,
  weightsEqual,
} from '@shared/routing/weights';
import { RotateCcw } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import type { Landscape } from './landscape';
import { MapLegend } from './map-legend';
import { WeightTriangle } from './weight-triangle';
import { WeightFields } from './weight-fields';

export interface WeightsCardProps {
  readonly landscape: Landscape;
  readonly weights: Weights;
  /** Id of the best model at these weights. */
  readonly winner: string | null;
  readonly taskDefault: Weights;
  readonly onChange: (weights: Weights) => void;
  /** Beneath the fields: the dial. */
  readonly children?: ReactNode;
}

/** One value in three views: presets, triangle, number fields. */
export function WeightsCard({
  landscape,
  weights,
  winner,
  taskDefault,
  onChange,
  children,
}: WeightsCardProps) {
  const { t } = useTranslation();
  const [lock, setLock] = useState<Axis | null>(null);
  const [hovered, setHovered] = useState<string | null>(null);
  const { quality, latency, cost } = toPercents(weights);
  const winnerText =
    winner === null
      ? t('preferences.triangle.noWinner')
      : t('preferences.triangle.winner', { model: landscape.nameOf(winner) });
  return (
    <Card
      title={t('preferences.weights.title')}
      actions={
        <Button
          size="sm"
          variant="ghost"
          icon={<RotateCcw size={12} aria-hidden />}
          disabled={weightsEqual(weights, taskDefault)}
          onClick={() => onChange(taskDefault)}
        >
          {t('preferences.weights.reset')}
        </Button>
      }
    >
      <Presets weights={weights} taskDefault={taskDefault} onChange={onChange} />
      <WeightTriangle
        landscape={landscape}
        weights={weights}
        lock={lock}
        valueText={t('preferences.triangle.value', { quality, latency, cost, winner: winnerText })}
        highlighted={hovered}
        onHover={setHovered}
        onChange={onChange}
      />
      <p className="mb-2 truncate text-center text-sm text-ink-2" data-testid="map-caption">
        {hovered === null
          ? winnerText
          : t('preferences.triangle.hover', { model: landscape.nameOf(hovered) })}
      </p>
      <WeightFields weights={weights} lock={lock} onLock={setLock} onChange={onChange} />
      {children}
      <MapLegend landscape={landscape} winner={winner} onHover={setHovered} />
    </Card>
  );
}

interface PresetsProps {
  readonly weights: Weights;
  readonly taskDefault: Weights;
  readonly onChange: (weights: Weights) => void;
}

const Presets = memo(function Presets({ weights, taskDefault, onChange }: PresetsProps) {
  const { t } = useTranslation();
  const current = presetOf(weights, taskDefault);
  const chip = 'h-7 rounded-md border px-2.5 text-sm';
  const on = 'border-transparent bg-accent-soft font-medium text-accent-ink';
  return (
    <div
      role="group"
      aria-label={t('preferences.weights.presets')}
      className="flex flex-wrap gap-1"
    >
      {PRESET_IDS.map((preset) => (
        <button
          key={preset}
          type="button"
          aria-pressed={preset === current}
          onClick={() => onChange(presetWeights(preset, taskDefault))}
          className={cx(chip, preset === current ? on : 'border-line text-ink-2 hover:bg-hover')}
        >
          {t(`preferences.weights.preset.${preset}`)}
        </button>
      ))}
      {/* Not a choice but what any other weighting is called, so it is shown only when it is so. */}
      {current === 'custom' && (
        <span className={cx(chip, on, 'flex items-center')}>
          {t('preferences.weights.preset.custom')}
        </span>
      )}
    </div>
  );
});
