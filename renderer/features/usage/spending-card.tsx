import type { SpendingResponse } from '@shared/api/spending';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import { errorText } from '../../components/error-text';
import { formatCount, formatMoney } from '../../components/format';
import { NumberField } from '../../components/number-field';
import { toast, toastError } from '../../components/toaster';
import { usageStore, useUsage } from './store';

/** What may be spent a day, what was, and what is left. */
export function SpendingCard() {
  const { t } = useTranslation();
  const spending = useUsage((state) => state.spending);
  if (spending.state === 'loading') return null;
  if (spending.state === 'error') {
    const { title, body } = errorText(spending.error.code);
    return (
      <Card title={t('usage.spending.title')}>
        <p role="alert" className="text-bad">
          {title}. {body}
        </p>
      </Card>
    );
  }
  const { value } = spending;
  return (
    <Card title={t('usage.spending.title')} description={t('usage.spending.body')}>
      <div className="grid items-start gap-x-8 gap-y-4 @3xl:grid-cols-[1fr_auto]">
        <Today spending={value} />
        <CapForm key={value.daily_cap_usd ?? 'none'} cap={value.daily_cap_usd} />
      </div>
    </Card>
  );
}

function Today({ spending }: { readonly spending: SpendingResponse }) {
  const { t } = useTranslation();
  const { daily_cap_usd: cap, spent_usd: spent, left_usd: left } = spending;
  const { unknown_cost_count: unknown, assumed_usd: assumed, reserved_usd: reserved } = spending;
  const used = cap === null || left === null ? null : Math.max(0, cap - left);
  const full = cap !== null && left !== null && left <= 0;
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-xl font-semibold tabular-nums">{formatMoney(spent)}</span>
        <span className="text-ink-2">
          {cap === null
            ? t('usage.spending.noCap')
            : t('usage.spending.of', { cap: formatMoney(cap), left: formatMoney(left ?? 0) })}
        </span>
      </p>
      {cap !== null && used !== null && (
        <div
          role="meter"
          aria-label={t('usage.spending.meter')}
          aria-valuemin={0}
          aria-valuemax={cap}
          aria-valuenow={Math.min(used, cap)}
          aria-valuetext={t('usage.spending.of', {
            cap: formatMoney(cap),
            left: formatMoney(left ?? 0),
          })}
          className="my-2 h-2.5 overflow-hidden rounded-sm border border-line bg-sunken"
        >
          <div
            className={cx('h-full', full ? 'bg-bad' : 'bg-accent')}
            style={{ width: `${cap === 0 ? 100 : Math.min(100, (used / cap) * 100)}%` }}
          />
        </div>
      )}
      <ul className="text-sm text-ink-3">
        {full && <li className="text-bad">{t('usage.spending.reached')}</li>}
        {unknown > 0 && (
          <li className="text-warn">
            {t('usage.spending.unknown', {
              count: unknown,
              formatted: formatCount(unknown),
              assumed: formatMoney(assumed),
            })}
          </li>
        )}
        {reserved > 0 && (
          <li>{t('usage.spending.reserved', { reserved: formatMoney(reserved) })}</li>
        )}
        <li>{t('usage.spending.resets')}</li>
      </ul>
    </div>
  );
}

function CapForm({ cap }: { readonly cap: number | null }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(cap);
  const [busy, setBusy] = useState(false);
  const save = async (usd: number | null): Promise<void> => {
    setBusy(true);
    const result = await usageStore.getState().setCap(usd);
    setBusy(false);
    if (!result.ok) return toastError(result.error);
    toast({
      title:
        usd === null
          ? t('usage.spending.removed')
          : t('usage.spending.saved', { cap: formatMoney(usd) }),
    });
  };
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save(draft);
      }}
    >
      <NumberField
        label={t('usage.spending.cap')}
        value={draft}
        min={0}
        step={0.5}
        format={{ maximumFractionDigits: 4 }}
        placeholder={t('usage.spending.none')}
        onChange={setDraft}
        className="w-44"
      />
      <Button type="submit" disabled={busy || draft === cap}>
        {draft === null && cap !== null ? t('usage.spending.remove') : t('usage.spending.save')}
      </Button>
    </form>
  );
}
