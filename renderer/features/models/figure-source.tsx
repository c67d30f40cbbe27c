import type { Figure } from '@shared/routing/candidate';
import { useTranslation } from 'react-i18next';
import { ExternalLink } from '../../components/external-link';
import { formatDaysAgo } from '../../components/format';
import { ageInDays, ownerOf } from './figures';
import { selectData, useModelsStore } from './store';

/** `yours, n=37`, `set by you`, or the name of the source. */
export function useSourceLabel(): (figure: Figure) => string {
  const { t } = useTranslation();
  const names = useModelsStore((state) => selectData(state)?.sourceNames);
  return (figure) => {
    const owner = ownerOf(figure);
    return owner === 'public'
      ? (names?.[figure.source]?.name ?? figure.source)
      : t(`models.owner.${owner}`, { n: figure.n ?? 0 });
  };
}

/** `93 days ago`; a date that names no day is shown as it is. */
export function ageText(date: string, now: number): string {
  const days = ageInDays(date, now);
  return days === null ? date : formatDaysAgo(days);
}

/** Where a figure comes from: a link for a published one, else whose it is. */
export function FigureSource(props: {
  readonly figure: Figure;
  readonly tabIndex?: number;
  readonly className?: string;
}) {
  const { figure, tabIndex, className } = props;
  const label = useSourceLabel()(figure);
  const url = useModelsStore((state) => selectData(state)?.sourceNames[figure.source]?.url ?? '');
  if (ownerOf(figure) !== 'public' || url === '') {
    return (
      <span className={className} title={label}>
        {label}
      </span>
    );
  }
  return (
    <ExternalLink url={url} title={label} tabIndex={tabIndex} className={className}>
      {label}
    </ExternalLink>
  );
}

/** The mark of an estimate, with the reason in its title and for screen readers. */
export function EstimateMark({ figure }: { readonly figure: Figure }) {
  const { t } = useTranslation();
  if (!figure.estimate) return null;
  const plain = figure.source === 'prior' ? 'models.priorNote' : 'models.estimatePlain';
  const hint = figure.note ?? t(plain);
  return (
    <abbr title={hint} className="text-xs text-warn no-underline">
      {t('models.estimate')}
      <span className="sr-only">: {hint}</span>
    </abbr>
  );
}
