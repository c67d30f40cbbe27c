import type { FigureChange, PickChange } from '@shared/api/models';
import { t } from 'i18next';
import { figureText } from '../../components/figure-text';
import { formatScore } from '../../components/format';

/** Which figures moved, one line each: from what to what. */
export function whyLines(change: PickChange): readonly string[] {
  return change.why.map((moved) => lineOf(change, moved));
}

function lineOf({ from, fromName, toName }: PickChange, moved: FigureChange): string {
  const model = moved.model === from ? fromName : toName;
  if (moved.figure === 'added') return t('models.changes.nowIn', { model });
  if (moved.figure === 'removed') return t('models.changes.nowOut', { model });
  const unknown = t('common.unknown');
  const line = t('models.changes.moved', {
    model,
    figure: t(`models.figures.${moved.figure}`),
    from: moved.from === null ? unknown : figureText(moved.from),
    to: moved.to === null ? unknown : figureText(moved.to),
  });
  if (moved.scoreFrom === null || moved.scoreTo === null) return line;
  const score = t('models.changes.score', {
    from: formatScore(moved.scoreFrom),
    to: formatScore(moved.scoreTo),
  });
  return `${line} (${score})`;
}
