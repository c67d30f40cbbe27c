import type { RecallStatus } from '@shared/api/recall';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { formatCount } from '../../components/format';
import { Progress } from '../../components/progress';
import { rebuildIndex, stopRebuilding } from './actions';

/** The model that the index is pinned to (S0-97), and what is being done with it. */
export function IndexCard({ status }: { readonly status: RecallStatus }) {
  const { t } = useTranslation();
  const { index, building, unread, lastError, pick } = status;
  const other = picksAnother(status);
  return (
    <Card title={t('recall.index.title')}>
      <div className="flex flex-col gap-3">
        <div>
          <div className="text-sm text-ink-2">{t('recall.index.model')}</div>
          {index.model === null ? (
            <div>{t('recall.index.noModel')}</div>
          ) : (
            <>
              <div className="break-words">{index.embeddedBy.name}</div>
              {index.model !== index.embeddedBy.name && (
                <div className="text-sm break-all text-ink-3">{index.model}</div>
              )}
            </>
          )}
        </div>
        {unread > 0 && (
          <Step
            label={t('recall.index.reading', { count: unread })}
            share={status.reading?.share ?? 0}
          />
        )}
        {index.pending > 0 && (
          <Step
            label={t('recall.index.embedding', counts(index.done, index.done + index.pending))}
            share={index.done / (index.done + index.pending)}
          />
        )}
        {building !== null && (
          <>
            <Step
              label={t('recall.index.building', {
                model: building.model,
                ...counts(building.done, building.total),
              })}
              share={building.total === 0 ? 1 : building.done / building.total}
            />
            <div>
              <Button size="sm" onClick={() => void stopRebuilding()}>
                {t('recall.index.stop')}
              </Button>
            </div>
          </>
        )}
        {lastError !== null && (
          <Banner tone="warning" title={t('recall.index.problem')}>
            {t('recall.index.problemBody', { message: sentence(lastError.message) })}
          </Banner>
        )}
        {other && (
          <Banner
            tone="info"
            title={t('recall.index.other', {
              model: `${pick.name} (${t(pick.local ? 'recall.index.local' : 'recall.index.cloud')})`,
            })}
            actions={
              <Button size="sm" onClick={() => void rebuildIndex()}>
                {t('recall.index.rebuild')}
              </Button>
            }
          >
            {t('recall.index.otherBody')}
          </Banner>
        )}
        {index.done > 0 && unread === 0 && index.pending === 0 && building === null && (
          <p className="text-sm text-ink-3">{t('recall.index.whole')}</p>
        )}
      </div>
    </Card>
  );
}

/** It has a question, a long work or a failure to tell, beside what it always says. */
export function indexSpeaks(status: RecallStatus): boolean {
  return status.building !== null || status.lastError !== null || picksAnother(status);
}

function picksAnother({ index, building, pick }: RecallStatus): boolean {
  return index.model !== null && building === null && index.model !== pick.model;
}

function counts(done: number, total: number): { done: string; total: string } {
  return { done: formatCount(done), total: formatCount(total) };
}

/** Messages of providers end as they like. */
function sentence(message: string): string {
  return /[.!?]$/u.test(message) ? message : `${message}.`;
}

function Step(props: { readonly label: string; readonly share: number }) {
  return (
    <div>
      <p className="mb-1 text-sm text-ink-2">{props.label}</p>
      <Progress {...props} />
    </div>
  );
}
