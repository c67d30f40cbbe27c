import type { EmbeddingChoice } from '@shared/api/memory';
import type { Candidate } from '@shared/routing/candidate';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { Dialog } from '../../components/dialog';
import { formatCount } from '../../components/format';
import { splitModelId } from '../../components/model-name';
import { Progress } from '../../components/progress';
import { Select } from '../../components/select';
import { embeddingStore, useEmbedding } from './embedding-store';

/** Which model turns the memory's prompts into vectors, and how far it has come. */
export function EmbeddingCard() {
  const choice = useEmbedding((state) => state.choice);
  useEffect(() => embeddingStore.getState().follow(), []);
  // The table below says what is wrong with the router; this card says nothing beside it.
  return choice.state === 'ready' ? <Loaded choice={choice.value} /> : null;
}

function Loaded({ choice }: { readonly choice: EmbeddingChoice }) {
  const { t } = useTranslation();
  const hint = useId();
  const models = useEmbedding((state) => state.models);
  const trying = useEmbedding((state) => state.trying);
  const [wanted, setWanted] = useState<string | null>(null);
  const { model, fixed_by_environment: fixed } = choice;
  const { choose } = embeddingStore.getState();
  return (
    <Card title={t('teach.embedding.title')}>
      <div className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Select
            label={t('teach.embedding.title')}
            className="w-80 max-w-full"
            describedBy={hint}
            options={optionsOf(choice, models)}
            value={model}
            disabled={fixed || trying}
            onChange={(next) => {
              if (next !== model) setWanted(next);
            }}
          />
          <p id={hint} className="min-w-60 flex-1 text-sm text-ink-2">
            {fixed && `${t('teach.embedding.fixed')} `}
            {trying
              ? t('teach.embedding.trying')
              : t(choice.local ? 'teach.embedding.local' : 'teach.embedding.remote', {
                  provider: splitModelId(model).provider,
                })}
          </p>
        </div>
        <Waiting choice={choice} />
        {choice.problem !== null && choice.pending > 0 && (
          <Banner
            tone="warning"
            title={t('teach.embedding.problem')}
            actions={
              <Button size="sm" disabled={fixed || trying} onClick={() => void choose(model)}>
                {t('teach.embedding.again')}
              </Button>
            }
          >
            {choice.problem}
          </Banner>
        )}
      </div>
      <Confirm
        wanted={wanted}
        models={models}
        total={choice.total}
        onClose={() => setWanted(null)}
      />
    </Card>
  );
}

function Waiting({ choice: { total, pending, problem } }: { readonly choice: EmbeddingChoice }) {
  const { t } = useTranslation();
  if (pending === 0 || problem !== null) return null;
  const counts = { done: formatCount(total - pending), total: formatCount(total) };
  const label = t('teach.embedding.progress', counts);
  return (
    <div>
      <p className="mb-1 text-sm text-ink-2">{label}</p>
      <Progress label={label} share={(total - pending) / total} />
    </div>
  );
}

/** Says what another model means before anything leaves the machine. */
function Confirm(props: {
  readonly wanted: string | null;
  readonly models: readonly Candidate[];
  readonly total: number;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { wanted, models, total, onClose } = props;
  const known = models.find(({ id }) => id === wanted);
  const where = known?.local === true ? 'teach.embedding.toLocal' : 'teach.embedding.toRemote';
  return (
    <Dialog
      open={wanted !== null}
      onOpenChange={(open) => (open ? undefined : onClose())}
      width="sm"
      title={t('teach.embedding.confirm', { model: known?.name ?? wanted ?? '' })}
      description={[
        total > 0 && t('teach.embedding.anew', { count: total, formatted: formatCount(total) }),
        t(where, { provider: splitModelId(wanted ?? '').provider }),
      ]
        .filter((part) => part !== false)
        .join(' ')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            onClick={() => {
              onClose();
              if (wanted !== null) void embeddingStore.getState().choose(wanted);
            }}
          >
            {t('teach.embedding.use')}
          </Button>
        </>
      }
    />
  );
}

/** What can be called, and what is in force whether it can be called or not. */
function optionsOf({ model, name }: EmbeddingChoice, models: readonly Candidate[]) {
  const known = models.map(({ id, name: label }) => ({ value: id, label: labelOf(id, label) }));
  return known.some(({ value }) => value === model)
    ? known
    : [{ value: model, label: labelOf(model, name) }, ...known];
}

function labelOf(id: string, name: string): string {
  const { provider } = splitModelId(id);
  // The model inside the app says so in its own name.
  return name === id || provider === 'local' ? name : `${name} (${provider})`;
}
