import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { Constraints } from '@shared/routing/candidate';
import { autoSettingOf } from '@shared/routing/strategy-setting';
import type { TFunction } from 'i18next';
import { memo, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { formatFloor } from '../../components/format';
import { changesNothing, type DialEffect, type DialPosition } from './dial';

export interface DialFieldProps {
  readonly effects: readonly DialEffect[];
  readonly constraints: Constraints;
  /** True while the server lets every position act as balanced (S2-10). */
  readonly gated: boolean;
  readonly pinned: boolean;
  /** The task's setting: `auto`, another strategy, or a model. */
  readonly selection: string;
  readonly nameOf: (id: string) => string;
  readonly onChange: (dial: Constraints['dial']) => void;
}

/** The dial beside the weights: a quality floor in three positions, or none, and what each does now. */
export const DialField = memo(function DialField(props: DialFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const { effects, constraints, onChange, nameOf } = props;
  const chosen: DialPosition = constraints.dial ?? 'off';
  const auto = autoSettingOf(props.selection);
  return (
    <section className="mt-4 border-t border-line pt-3">
      <h3 id={`${id}-title`} className="text-sm font-medium text-ink-2">
        {t('preferences.dial.title')}
      </h3>
      <p id={`${id}-hint`} className="mb-2 text-sm text-ink-3">
        {t('preferences.dial.hint')}
      </p>
      <RadioGroup
        value={chosen}
        onValueChange={(next: DialPosition) => onChange(next === 'off' ? null : next)}
        aria-labelledby={`${id}-title`}
        aria-describedby={`${id}-hint`}
        className="flex flex-col gap-0.5"
      >
        {effects.map((effect) => (
          <Position
            key={effect.position}
            effect={effect}
            chosen={effect.position === chosen}
            pick={pickText(effect, effects, nameOf, t)}
          />
        ))}
      </RadioGroup>
      <p role="status" className="mt-2 text-sm text-ink-2" data-testid="dial-effect">
        {effectText(chosen, props, t)}
      </p>
      {auto !== 'auto' && (
        <p className="mt-1 text-sm text-ink-3">
          {t(`preferences.dial.setting.${auto ?? 'named'}`)}
        </p>
      )}
    </section>
  );
});

interface PositionProps {
  readonly effect: DialEffect;
  readonly chosen: boolean;
  readonly pick: string;
}

function Position({ effect: { position, floor }, chosen, pick }: PositionProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <label
      className={cx(
        'flex items-center gap-2 rounded-md px-2 py-1',
        chosen ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <Radio.Root
        value={position}
        aria-labelledby={`${id}-name`}
        aria-describedby={`${id}-floor ${id}-pick`}
        className="flex size-4 shrink-0 items-center justify-center rounded-full border border-line-strong bg-surface data-checked:border-accent data-checked:bg-accent"
      >
        <Radio.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </Radio.Root>
      <span id={`${id}-name`} className={cx('w-20 shrink-0', chosen && 'font-medium')}>
        {t(`preferences.dial.position.${position}`)}
      </span>
      <span id={`${id}-floor`} className="shrink-0 text-sm text-ink-3 tabular-nums">
        {position === 'off' || floor === null
          ? t('preferences.dial.noFloor')
          : t('preferences.dial.floor', { floor: formatFloor(floor) })}
      </span>
      <span id={`${id}-pick`} className="min-w-0 flex-1 truncate text-right text-sm" title={pick}>
        {pick}
      </span>
    </label>
  );
}

function pickText(
  effect: DialEffect,
  effects: readonly DialEffect[],
  nameOf: (id: string) => string,
  t: TFunction,
): string {
  if (effect.position !== 'off' && changesNothing(effect, effects)) {
    return t('preferences.dial.noChange');
  }
  return effect.model === null
    ? t('preferences.dial.nobody')
    : t('preferences.dial.picks', { model: nameOf(effect.model) });
}

/** What the chosen position does to the present candidates, in words. */
function effectText(chosen: DialPosition, props: DialFieldProps, t: TFunction): string {
  const { effects, constraints, nameOf } = props;
  if (constraints.minQuality !== null) {
    return t('preferences.dial.explicit', { floor: formatFloor(constraints.minQuality) });
  }
  const off = effects.find(({ position }) => position === 'off');
  const effect = effects.find(({ position }) => position === chosen);
  if (effect === undefined || off === undefined || effect.model === null || off.model === null) {
    return t('preferences.dial.nobodyBody');
  }
  if (chosen === 'off') {
    const all = effects.every((one) => changesNothing(one, effects));
    return t(all ? 'preferences.dial.offSame' : 'preferences.dial.off', {
      model: nameOf(off.model),
    });
  }
  const { trace } = effect;
  const said = [
    ...(props.gated ? [t('preferences.dial.gated')] : []),
    ...(trace?.relaxed === true && effect.floor !== null
      ? [
          t(trace.value === 0 ? 'preferences.dial.relaxedAway' : 'preferences.dial.relaxed', {
            asked: formatFloor(effect.floor),
            floor: formatFloor(trace.value),
          }),
        ]
      : []),
    props.pinned
      ? t('preferences.dial.pinned')
      : changesNothing(effect, effects)
        ? t('preferences.dial.same', {
            position: t(`preferences.dial.position.${chosen}`),
            model: nameOf(effect.model),
          })
        : t('preferences.dial.changed', {
            model: nameOf(effect.model),
            other: nameOf(off.model),
          }),
  ];
  return said.join(' ');
}
