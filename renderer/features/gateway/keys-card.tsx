import type { KeyWire } from '@shared/api/keys';
import { KeyRound, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { cx } from '../../components/cx';
import { ConfirmDialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { formatAgo, formatDateTime, formatMoney } from '../../components/format';
import { DelayedSpinner, EmptyState, ErrorState } from '../../components/states';
import { KeyDialog } from './key-dialog';
import { loadKeys, revokeKey, useKeysStore } from './keys-store';

const REFRESH_MS = 5_000;

/** The keys of other programs: what each may do, what it spent, and the way to end it. */
export function KeysCard() {
  const { t } = useTranslation();
  const list = useKeysStore((state) => state.list);
  const [making, setMaking] = useState(false);
  useEffect(() => {
    const reload = (): void => void loadKeys();
    reload();
    // What is spent and used goes on while it is looked at.
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload();
    }, REFRESH_MS);
    window.addEventListener('focus', reload);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', reload);
    };
  }, []);
  const keys = list.state === 'ready' ? list.value : [];
  return (
    <Card
      title={t('gateway.keys.title')}
      description={t('gateway.keys.body')}
      actions={
        list.state === 'ready' && (
          <Button icon={<Plus size={14} aria-hidden />} onClick={() => setMaking(true)}>
            {t('gateway.keys.add')}
          </Button>
        )
      }
    >
      {list.state === 'loading' && <DelayedSpinner label={t('common.loading')} />}
      {list.state === 'error' && (
        <ErrorState {...errorText(list.error.code)} onRetry={() => void loadKeys()} />
      )}
      {list.state === 'ready' && keys.length === 0 && (
        <EmptyState
          icon={<KeyRound size={24} aria-hidden />}
          title={t('gateway.keys.emptyTitle')}
          body={t('gateway.keys.emptyBody')}
        />
      )}
      {keys.length > 0 && <KeyTable keys={keys} />}
      {making && (
        <KeyDialog
          taken={keys.filter(works).map(({ name }) => name)}
          onClose={() => setMaking(false)}
        />
      )}
    </Card>
  );
}

function works(key: KeyWire): boolean {
  return key.revoked_at === null;
}

const HEAD = 'py-1 pr-3 text-left font-medium whitespace-nowrap text-ink-2';
const CELL = 'py-2 pr-3 align-top';

function KeyTable({ keys }: { readonly keys: readonly KeyWire[] }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<KeyWire | null>(null);
  const [showRevoked, setShowRevoked] = useState(false);
  const active = keys.filter(works);
  const revoked = keys.filter((key) => !works(key));
  return (
    <>
      {active.length === 0 && <p className="text-ink-2">{t('gateway.keys.noneWorks')}</p>}
      {(active.length > 0 || showRevoked) && (
        <div
          role="region"
          tabIndex={0}
          aria-label={t('gateway.keys.title')}
          className="overflow-x-auto"
        >
          <table className="w-full text-sm">
            <thead>
              <tr className="border-b border-line">
                <th className={HEAD}>{t('gateway.keys.name')}</th>
                <th className={HEAD}>{t('gateway.keys.may')}</th>
                <th className={HEAD}>{t('gateway.keys.today')}</th>
                <th className={HEAD}>{t('gateway.keys.lastUsed')}</th>
                <th className={HEAD}>
                  <span className="sr-only">{t('gateway.keys.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[...active, ...(showRevoked ? revoked : [])].map((key) => (
                <KeyRow key={key.id} item={key} onRevoke={() => setAsking(key)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {revoked.length > 0 && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-2"
          aria-expanded={showRevoked}
          onClick={() => setShowRevoked(!showRevoked)}
        >
          {showRevoked
            ? t('gateway.keys.hideRevoked')
            : t('gateway.keys.showRevoked', { count: revoked.length })}
        </Button>
      )}
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={t('gateway.keys.revokeTitle', { name: asking?.name ?? '' })}
        description={t('gateway.keys.revokeBody')}
        confirmLabel={t('gateway.keys.revoke')}
        onConfirm={() => {
          if (asking !== null) void revokeKey(asking);
        }}
      />
    </>
  );
}

function KeyRow({ item, onRevoke }: { readonly item: KeyWire; readonly onRevoke: () => void }) {
  const { t } = useTranslation();
  const { name, hint, strategies, models, revoked_at: revokedAt } = item;
  const readAt = useKeysStore((state) => state.readAt);
  const dead = revokedAt !== null;
  return (
    <tr className={cx('border-b border-line last:border-b-0', dead && 'text-ink-3')}>
      <th scope="row" className={cx(CELL, 'max-w-56 text-left font-medium')}>
        <div className="truncate" title={name}>
          {name}
        </div>
        <div className="font-mono text-xs font-normal text-ink-3">{hint}…</div>
      </th>
      <td className={cx(CELL, 'max-w-64')}>
        <div>{strategies === null ? t('gateway.keys.allStrategies') : strategies.join(', ')}</div>
        <div className="truncate text-xs text-ink-3" title={models?.join('\n')}>
          {models === null
            ? t('gateway.keys.allModels')
            : models.length === 1
              ? models[0]
              : t('gateway.keys.someModels', { count: models.length })}
        </div>
      </td>
      <td className={cx(CELL, 'whitespace-nowrap tabular-nums')}>
        <Spent item={item} />
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>
        {item.last_used_at === null ? (
          <span className="text-ink-3">{t('gateway.keys.never')}</span>
        ) : (
          <span title={formatDateTime(Date.parse(item.last_used_at))}>
            {agoText(Date.parse(item.last_used_at), readAt)}
          </span>
        )}
      </td>
      <td className="py-1.5 text-right align-top">
        {dead ? (
          <Badge>{t('gateway.keys.isRevoked')}</Badge>
        ) : (
          <Button size="sm" aria-label={t('gateway.keys.revokeNamed', { name })} onClick={onRevoke}>
            {t('gateway.keys.revoke')}
          </Button>
        )}
      </td>
    </tr>
  );
}

/** A server's clock may be ahead of this one; nothing was used in the future. */
function agoText(at: number, now: number): string {
  return formatAgo(at, Math.max(at, now));
}

function Spent({ item }: { readonly item: KeyWire }) {
  const { t } = useTranslation();
  const { spent_today_usd: spent, daily_cap_usd: cap } = item;
  if (cap === null) {
    return (
      <>
        {formatMoney(spent)}
        <div className="text-xs text-ink-3">{t('gateway.keys.noCap')}</div>
      </>
    );
  }
  return (
    <>
      {t('gateway.keys.spentOf', { spent: formatMoney(spent), cap: formatMoney(cap) })}
      {spent >= cap && <div className="text-xs text-warn">{t('gateway.keys.capReached')}</div>}
    </>
  );
}
