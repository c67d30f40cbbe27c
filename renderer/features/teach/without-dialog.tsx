import type { ExplainResponse, MemoryExample } from '@shared/api/memory';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Loadable, LOADING } from '../../app/api';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { formatPercent } from '../../components/format';
import { DelayedSpinner, ErrorState } from '../../components/states';
import { useModelNames } from '../why';

interface Both {
  readonly with: ExplainResponse;
  readonly without: ExplainResponse;
}

export interface WithoutDialogProps {
  readonly example: MemoryExample;
  readonly onClose: () => void;
}

/** How the example's own prompt is decided with it in the memory, and without it. */
export function WithoutDialog({ example, onClose }: WithoutDialogProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const [both, setBoth] = useState<Loadable<Both>>(LOADING);
  const { id, task, prompt } = example;
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      const [included, leftOut] = await Promise.all([
        api().memory.explain({ task, prompt }),
        api().memory.explain({ example_id: id }),
      ]);
      if (!current) return;
      if (!included.ok) setBoth({ state: 'error', error: included.error });
      else if (!leftOut.ok) setBoth({ state: 'error', error: leftOut.error });
      else {
        setBoth({ state: 'ready', value: { with: included.data, without: leftOut.data } });
      }
    };
    void read();
    return () => {
      current = false;
    };
  }, [id, task, prompt]);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('teach.without.title')}>
      <p className="mb-3 line-clamp-4 border-l-2 border-line-strong pl-3 break-words whitespace-pre-wrap text-ink-2">
        {prompt}
      </p>
      {both.state === 'loading' && <DelayedSpinner label={t('teach.without.loading')} />}
      {both.state === 'error' && <ErrorState {...errorText(both.error.code)} />}
      {both.state === 'ready' && (
        <>
          <p className="font-medium" data-testid="without-sentence">
            {withoutText(both.value, nameOf, t)}
          </p>
          <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
            <dt className="text-ink-3">{t('teach.without.with')}</dt>
            <dd>{outcomeText(both.value.with, nameOf, t)}</dd>
            <dt className="text-ink-3">{t('teach.without.withoutIt')}</dt>
            <dd>{outcomeText(both.value.without, nameOf, t)}</dd>
          </dl>
          <p className="mt-3 text-sm text-ink-3">{t('teach.without.note')}</p>
        </>
      )}
    </Dialog>
  );
}

/** What the example changes, in one sentence. */
export function withoutText(
  { with: included, without: leftOut }: Both,
  nameOf: (id: string) => string,
  t: TFunction,
): string {
  const [now] = included.ranked;
  const [then] = leftOut.ranked;
  const reasonNow = included.decline?.reason ?? '';
  const reasonThen = leftOut.decline?.reason ?? '';
  if (now === undefined) {
    return then === undefined
      ? t('teach.without.both', { reason: reasonNow })
      : t('teach.without.gains', { without: nameOf(then), reason: reasonNow });
  }
  if (then === undefined) return t('teach.without.declines', { reason: reasonThen });
  if (now === then) return t('teach.without.same', { model: nameOf(now) });
  return t('teach.without.changes', { without: nameOf(then), with: nameOf(now) });
}

function outcomeText(
  { ranked, trace }: ExplainResponse,
  nameOf: (id: string) => string,
  t: TFunction,
): string {
  const [model] = ranked;
  if (model === undefined) return t('teach.without.auto');
  const confidence = trace === null ? '' : ` · ${formatPercent(trace.confidence)}`;
  return nameOf(model) + confidence;
}
