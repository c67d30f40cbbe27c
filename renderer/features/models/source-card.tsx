import type { SourceState } from '@shared/api/sources';
import { RefreshCw, Settings2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AttributionLines } from '../../components/attribution-lines';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { ExternalLink } from '../../components/external-link';
import { formatAgo, formatCount, formatDateTime } from '../../components/format';
import { Switch } from '../../components/switch';
import { refreshSources } from './actions';
import { RefusedList } from './refused-list';
import { MOOD_TONES, moodOf } from './source-state';
import { useModelsStore } from './store';
import { useNow } from './use-now';

export interface SourceCardProps {
  readonly source: SourceState;
  readonly onTurn: (on: boolean) => void;
  readonly onEdit: () => void;
}

export function SourceCard({ source, onTurn, onEdit }: SourceCardProps) {
  const { t } = useTranslation();
  const asking = useModelsStore(
    ({ refreshing }) =>
      refreshing.includes(source.id) || (refreshing.includes('*') && source.switchable),
  );
  const mood = moodOf(source, asking);
  const ready = mood !== 'off' && mood !== 'needsKey';
  return (
    <section
      aria-label={source.name}
      className="flex min-w-0 flex-col gap-2 rounded-xl border border-line bg-surface p-4"
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-2 font-semibold">
            {source.name}
            <Badge tone={MOOD_TONES[mood]}>{t(`models.sources.state.${mood}`)}</Badge>
          </h2>
          <p className="text-sm text-ink-3">{source.gives}</p>
        </div>
        {source.switchable && (
          <div className="flex flex-wrap items-center gap-2">
            {ready && (
              <Button
                size="sm"
                icon={<RefreshCw size={12} aria-hidden />}
                disabled={asking}
                onClick={() => void refreshSources(source.id)}
              >
                {t('models.sources.refresh')}
              </Button>
            )}
            <Button
              size="sm"
              variant="ghost"
              icon={<Settings2 size={12} aria-hidden />}
              onClick={onEdit}
            >
              {t(source.key === 'none' ? 'models.sources.addressOnly' : 'models.sources.settings')}
            </Button>
          </div>
        )}
      </header>
      {source.switchable && (
        <Switch
          label={t('models.sources.on', { name: source.name })}
          checked={source.enabled}
          onChange={onTurn}
        />
      )}
      {source.enabled && <Failure source={source} />}
      <Facts source={source} />
      {source.attribution !== null && <AttributionLines lines={[source.attribution]} />}
      {source.refusedCount > 0 && (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm text-sm text-ink-2 hover:text-ink">
            {t('models.sources.refused', { count: source.refusedCount })}
          </summary>
          <div className="mt-1 flex flex-col gap-1">
            <RefusedList refused={source.refused} />
            {source.refusedCount > source.refused.length && (
              <p className="text-sm text-ink-3">
                {t('models.sources.refusedMore', {
                  count: source.refusedCount - source.refused.length,
                })}
              </p>
            )}
          </div>
        </details>
      )}
    </section>
  );
}

/** What happened, what is still in use, and what is tried next. */
function Failure({ source }: { readonly source: SourceState }) {
  const { t } = useTranslation();
  const now = useNow();
  const { lastFailure, lastSuccess } = source;
  if (lastFailure === null) return null;
  return (
    <div className="rounded-lg bg-bad-soft px-3 py-2 text-sm">
      <p className="font-medium text-bad">{t(`models.sources.failures.${lastFailure.code}`)}</p>
      <p className="text-ink-2">
        {t('models.sources.failedAt', {
          ago: formatAgo(Date.parse(lastFailure.at), now),
          message: lastFailure.message,
        })}{' '}
        {lastSuccess === null
          ? t('models.sources.nothingYet')
          : t('models.sources.lastGood', { ago: formatAgo(Date.parse(lastSuccess), now) })}
      </p>
    </div>
  );
}

function Facts({ source }: { readonly source: SourceState }) {
  const { t } = useTranslation();
  const now = useNow();
  const { lastSuccess, nextRefresh, entries, matched, switchable, key, hasKey } = source;
  const always = !switchable && source.baseUrl === null;
  const facts = [
    ...(lastSuccess !== null
      ? [
          t('models.sources.lastSuccess', {
            ago: formatAgo(Date.parse(lastSuccess), now),
            time: formatDateTime(Date.parse(lastSuccess)),
          }),
        ]
      : always || !source.enabled
        ? []
        : [t('models.sources.neverSucceeded')]),
    ...(nextRefresh === null
      ? []
      : [t('models.sources.next', { ago: formatAgo(Date.parse(nextRefresh), now) })]),
    ...(entries === 0
      ? []
      : [
          t(switchable ? 'models.sources.entries' : 'models.sources.listEntries', {
            count: entries,
            formatted: formatCount(entries),
            matched: formatCount(matched),
          }),
        ]),
    ...(key === 'none' || !switchable
      ? []
      : [
          t('models.sources.key', {
            state: t(
              hasKey
                ? 'models.sources.hasKey'
                : key === 'optional'
                  ? 'models.sources.optionalKey'
                  : 'models.sources.noKey',
            ),
          }),
        ]),
    ...(source.licence === 'n/a' ? [] : [t('models.sources.licence', { licence: source.licence })]),
  ];
  return (
    <div className="flex flex-col gap-0.5 text-sm text-ink-2">
      {facts.length > 0 && <p>{facts.join(' · ')}</p>}
      <p className="flex min-w-0 flex-wrap gap-x-3 text-xs text-ink-3">
        {source.url !== '' && (
          <ExternalLink url={source.url} icon>
            {t('models.sources.page')}
          </ExternalLink>
        )}
        {source.baseUrl !== null && (
          <span className="break-all">{t('models.sources.address', { url: source.baseUrl })}</span>
        )}
      </p>
    </div>
  );
}
