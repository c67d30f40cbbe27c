import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { errorText } from '../../components/error-text';
import { Duration, Unknown } from '../../components/figures';
import { formatCount, formatDateTime, formatDuration, formatTime } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { Cost, Status } from '../../components/outcome';
import { openHistoryRow } from '../history/open-row';
import type { LogEntry } from './log';

const HEAD =
  'sticky top-0 z-1 bg-surface px-1.5 @4xl:px-2 py-2 text-left font-medium whitespace-nowrap text-ink-2';
const CELL = 'px-1.5 @4xl:px-2 py-1.5 align-top';
const RIGHT = 'text-right tabular-nums whitespace-nowrap';

/** No more rows than the router remembers, so all of them are in the page. */
export function RequestTable({ rows }: { readonly rows: readonly LogEntry[] }) {
  const { t } = useTranslation();
  return (
    <div
      role="region"
      tabIndex={0}
      aria-label={t('gateway.log.title')}
      className="@container min-h-48 flex-1 overflow-auto rounded-xl border border-line bg-surface"
    >
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line">
            <th className={HEAD}>{t('gateway.log.columns.time')}</th>
            <th className={HEAD}>{t('gateway.log.columns.key')}</th>
            <th className={HEAD}>{t('gateway.log.columns.surface')}</th>
            <th className={HEAD}>{t('gateway.log.columns.model')}</th>
            <th className={HEAD}>{t('gateway.log.columns.status')}</th>
            <th className={cx(HEAD, 'text-right')}>{t('gateway.log.columns.total')}</th>
            <th className={cx(HEAD, 'text-right')}>{t('gateway.log.columns.tokens')}</th>
            <th className={cx(HEAD, 'text-right')}>{t('gateway.log.columns.cost')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** An entry is a new object only when it changed, so a row that did not is not rendered again. */
const Row = memo(function Row({ entry }: { readonly entry: LogEntry }) {
  const { t } = useTranslation();
  const { outcomeId, keyName, user, model, requestedModel, errorCode } = entry;
  // Another user's prompts are in that user's history, which nobody else opens.
  const open = outcomeId === null || user !== null ? null : () => void openHistoryRow(outcomeId);
  return (
    <tr
      onClick={open ?? undefined}
      className={cx('border-b border-line last:border-b-0', open !== null && 'hover:bg-hover')}
    >
      <td className={cx(CELL, 'whitespace-nowrap tabular-nums')} title={formatDateTime(entry.at)}>
        {open === null ? (
          formatTime(entry.at)
        ) : (
          <button
            type="button"
            aria-label={t('gateway.log.open', { time: formatTime(entry.at) })}
            className="rounded-sm text-accent-ink underline"
            onClick={(event) => {
              event.stopPropagation();
              open();
            }}
          >
            {formatTime(entry.at)}
          </button>
        )}
      </td>
      <td className={cx(CELL, 'max-w-36 truncate')} title={keyName ?? undefined}>
        {keyName ?? (
          <span className="text-ink-3">
            {t(user === null ? 'gateway.log.appToken' : 'gateway.log.userToken')}
          </span>
        )}
        {user !== null && (
          <div className="truncate text-xs text-ink-3" title={t('gateway.log.otherUser', { user })}>
            <span>{t('gateway.log.user', { user })}</span>
            <span className="sr-only">. {t('gateway.log.otherUser', { user })}</span>
          </div>
        )}
      </td>
      <td className={cx(CELL, 'whitespace-nowrap')}>
        <span className="font-mono">{entry.surface.replace(/^\/v1/u, '')}</span>
        {entry.stream && <div className="text-xs text-ink-3">{t('gateway.log.streamed')}</div>}
      </td>
      <td className={cx(CELL, 'max-w-36 @4xl:max-w-72')}>
        {model === null ? (
          <Unknown label={t('gateway.log.noModel')} />
        ) : (
          <ModelName id={model} practice={false} />
        )}
        <div className="truncate text-xs text-ink-3" title={requestedModel}>
          {t('gateway.log.asked', { model: requestedModel })}
        </div>
      </td>
      <td className={CELL}>
        <Status status={entry.status} />
        {errorCode !== null && (
          <div className="mt-0.5 max-w-52 text-xs text-ink-3">{errorText(errorCode).title}</div>
        )}
      </td>
      <td className={cx(CELL, RIGHT)}>
        <Duration ms={entry.totalMs} />
        {entry.firstTokenMs !== null && (
          <div className="text-xs text-ink-3">
            {t('gateway.log.firstToken', { time: formatDuration(entry.firstTokenMs) })}
          </div>
        )}
      </td>
      <td className={cx(CELL, RIGHT)}>
        <Tokens entry={entry} />
      </td>
      <td className={cx(CELL, RIGHT)}>
        {entry.status === 'running' ? (
          <Unknown label={t('gateway.log.notYet')} />
        ) : (
          <EndedCost entry={entry} />
        )}
      </td>
    </tr>
  );
});

/** What was refused before anybody was asked cost nothing; that is no unknown price. */
function EndedCost({ entry }: { readonly entry: LogEntry }) {
  const { t } = useTranslation();
  if (entry.status === 'refused' && entry.costUsd === null) {
    return <span className="text-ink-3">{t('common.noCharge')}</span>;
  }
  return <Cost model={entry.model} usd={entry.costUsd} />;
}

function Tokens({ entry }: { readonly entry: LogEntry }) {
  const { t } = useTranslation();
  const { promptTokens, completionTokens, cachedTokens } = entry;
  if (promptTokens === null && completionTokens === null) {
    return <Unknown label={t('common.tokensUnknown')} />;
  }
  return (
    <>
      {t('gateway.log.tokens', {
        prompt: countOf(promptTokens),
        completion: countOf(completionTokens),
      })}
      {cachedTokens !== null && cachedTokens > 0 && (
        <div className="text-xs text-ink-3">
          {t('gateway.log.cached', { formatted: formatCount(cachedTokens) })}
        </div>
      )}
    </>
  );
}

function countOf(count: number | null): string {
  return count === null ? '?' : formatCount(count);
}
