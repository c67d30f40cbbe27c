import { useTranslation } from 'react-i18next';
import { AttributionLines } from '../../components/attribution-lines';
import { ExternalLink } from '../../components/external-link';
import { selectData, selectRows, useModelsStore } from './store';

const CAVEATS = ['effort', 'voice', 'speech', 'arena', 'embedding', 'local'] as const;

/** The lines that the sources ask for, each source with its licence and link, and what to keep in mind. */
export function Attribution() {
  const { t } = useTranslation();
  const data = useModelsStore(selectData);
  const rows = useModelsStore(selectRows);
  if (data === null) return null;
  const used = new Set(
    rows.flatMap(({ figures, publicFigures, others }) =>
      [...Object.values(figures), ...Object.values(publicFigures), ...others].map(
        (figure) => figure?.source ?? '',
      ),
    ),
  );
  const sources = Object.entries(data.sourceNames).filter(([id]) => used.has(id));
  return (
    <footer className="flex shrink-0 flex-col gap-1 text-xs text-ink-3">
      <AttributionLines lines={data.attribution} />
      <details>
        <summary className="w-fit cursor-pointer rounded-sm py-0.5 text-sm text-ink-2 hover:text-ink">
          {t('models.attribution.title')}
        </summary>
        <ul className="mt-1 flex flex-col gap-0.5 pl-4">
          {sources.map(([id, { name, url, licence }]) => (
            <li key={id}>
              {url === '' ? name : <ExternalLink url={url}>{name}</ExternalLink>}
              {', '}
              {t('models.attribution.licence', { licence })}
            </li>
          ))}
        </ul>
      </details>
      <details>
        <summary className="w-fit cursor-pointer rounded-sm py-0.5 text-sm text-ink-2 hover:text-ink">
          {t('models.attribution.caveatsTitle')}
        </summary>
        <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-8">
          {CAVEATS.map((caveat) => (
            <li key={caveat}>{t(`models.attribution.caveats.${caveat}`)}</li>
          ))}
        </ul>
      </details>
    </footer>
  );
}
