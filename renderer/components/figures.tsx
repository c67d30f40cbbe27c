import { useTranslation } from 'react-i18next';
import { formatCount, formatDuration, formatMoney } from './format';

/** Money in US dollars. Unknown is said, never shown as $0. */
export function Money({ usd }: { readonly usd: number | null }) {
  const { t } = useTranslation();
  if (usd === null) return <span className="text-ink-3">{t('common.priceUnknown')}</span>;
  return <span className="tabular-nums">{formatMoney(usd)}</span>;
}

/** A time in milliseconds; unknown is a dash with a spoken name. */
export function Duration({ ms }: { readonly ms: number | null }) {
  const { t } = useTranslation();
  if (ms === null) return <Unknown label={t('common.timeUnknown')} />;
  return <span className="tabular-nums">{formatDuration(ms)}</span>;
}

export function Tokens({ count }: { readonly count: number | null }) {
  const { t } = useTranslation();
  if (count === null) return <Unknown label={t('common.tokensUnknown')} />;
  return (
    <span className="tabular-nums">
      {t('common.tokens', { count, formatted: formatCount(count) })}
    </span>
  );
}

/** A number that is not known. */
export function Unknown({ label }: { readonly label: string }) {
  return (
    <span className="text-ink-3">
      <span aria-hidden>–</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
