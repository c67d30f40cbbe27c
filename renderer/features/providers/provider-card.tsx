import type { ProviderStatus } from '@shared/api/providers';
import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  Pencil,
  RefreshCw,
  Sparkles,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { ConfirmDialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { formatAgo, formatCount, formatDuration } from '../../components/format';
import { IconButton } from '../../components/icon-button';
import { ProviderMark } from '../../components/model-name';
import { useNow } from '../../components/use-now';
import { probeProvider, removeProvider } from './actions';
import { type Health, healthOf, useProvidersStore } from './store';

const LOOK = {
  practice: { tone: 'warn', icon: Sparkles },
  unchecked: { tone: 'neutral', icon: CircleDashed },
  ok: { tone: 'good', icon: CircleCheck },
  failed: { tone: 'bad', icon: CircleAlert },
} as const;

export function ProviderCard(props: {
  readonly provider: ProviderStatus;
  readonly onEdit: () => void;
}) {
  const { t } = useTranslation();
  const { provider } = props;
  const [asking, setAsking] = useState(false);
  const probing = useProvidersStore((state) => state.probing.includes(provider.id));
  const builtIn = provider.kind === 'practice';
  return (
    <Card
      title={
        <span className="flex min-w-0 items-center gap-2">
          <ProviderMark provider={provider.id} />
          <span className="truncate">{provider.name}</span>
          <HealthBadge health={healthOf(provider)} probing={probing} />
          <Badge>{provider.local ? t('common.local') : t('common.cloud')}</Badge>
        </span>
      }
      actions={
        !builtIn && (
          <div className="flex items-center gap-0.5">
            <Button
              size="sm"
              icon={<RefreshCw size={12} />}
              disabled={probing}
              onClick={() => void probeProvider(provider.id)}
            >
              {t('providers.check')}
            </Button>
            <IconButton
              size="sm"
              label={t('providers.dialog.editTitle', { name: provider.name })}
              icon={<Pencil size={14} />}
              onClick={props.onEdit}
            />
            <IconButton
              size="sm"
              label={t('providers.removeTitle', { name: provider.name })}
              icon={<Trash2 size={14} />}
              onClick={() => setAsking(true)}
            />
          </div>
        )
      }
    >
      {builtIn ? (
        <p className="text-sm text-ink-2">{t('providers.practiceBody')}</p>
      ) : (
        <Facts provider={provider} />
      )}
      <Models provider={provider} />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('providers.removeTitle', { name: provider.name })}
        description={t('providers.removeBody')}
        confirmLabel={t('common.remove')}
        onConfirm={() => void removeProvider(provider.id, provider.name)}
      />
    </Card>
  );
}

function HealthBadge({ health, probing }: { readonly health: Health; readonly probing: boolean }) {
  const { t } = useTranslation();
  const { tone, icon: Icon } = LOOK[health];
  const texts = {
    practice: t('common.practice'),
    unchecked: t('providers.notChecked'),
    ok: t('providers.connected'),
    failed: t('providers.failed'),
  };
  return (
    <Badge tone={probing ? 'neutral' : tone} icon={<Icon size={12} aria-hidden />}>
      {probing ? t('providers.checking') : texts[health]}
    </Badge>
  );
}

function Facts({ provider }: { readonly provider: ProviderStatus }) {
  const { t } = useTranslation();
  const now = useNow();
  const check = provider.lastCheck;
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {provider.kind !== 'practice' && (
          <>
            <dt className="text-ink-3">{t('providers.protocol')}</dt>
            <dd>{t(`providers.kinds.${provider.kind}`)}</dd>
          </>
        )}
        <dt className="text-ink-3">{t('providers.address')}</dt>
        <dd className="truncate font-mono" title={provider.baseUrl ?? undefined}>
          {provider.baseUrl}
        </dd>
        <dt className="text-ink-3">{t('providers.key')}</dt>
        <dd className="font-mono">
          {provider.hasKey
            ? t('providers.keyHint', { hint: provider.keyHint ?? '' })
            : t('providers.noKey')}
        </dd>
      </dl>
      <p className="mt-1 text-sm text-ink-3">
        {check === null
          ? t('providers.neverChecked')
          : t('providers.lastCheck', {
              ago: formatAgo(check.at, now),
              time: formatDuration(check.ms),
            })}
      </p>
      {check !== null && !check.ok && (
        <Banner tone="error" title={errorText(check.code ?? 'unknown').title} className="mt-2">
          {check.message ?? errorText(check.code ?? 'unknown').body}
        </Banner>
      )}
    </>
  );
}

const SHOWN = 8;

function Models({ provider }: { readonly provider: ProviderStatus }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const { models } = provider;
  if (models === null) {
    return provider.lastCheck?.ok === true ? (
      <p className="mt-2 text-sm text-ink-3">{t('providers.modelsUnknown')}</p>
    ) : null;
  }
  if (models.length === 0) {
    return <p className="mt-2 text-sm text-ink-3">{t('providers.modelsNone')}</p>;
  }
  const formatted = formatCount(models.length);
  return (
    <div className="mt-3 border-t border-line pt-2">
      <h3 className="mb-1 text-sm font-medium text-ink-2">
        {t('providers.modelsCount', { count: models.length, formatted })}
      </h3>
      <ul className="flex max-h-48 flex-wrap gap-1 overflow-y-auto">
        {(all ? models : models.slice(0, SHOWN)).map((model) => (
          <li
            key={model}
            className="max-w-full truncate rounded-sm border border-line bg-sunken px-1.5 text-xs leading-5 text-ink-2"
          >
            {model}
            <span className="text-ink-3">
              {' · '}
              {provider.local ? t('common.local') : t('common.cloud')}
            </span>
          </li>
        ))}
      </ul>
      {models.length > SHOWN && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-1"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t('providers.showFewer') : t('providers.showAll', { formatted })}
        </Button>
      )}
    </div>
  );
}
