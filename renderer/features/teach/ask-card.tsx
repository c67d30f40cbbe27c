import { COMPARE_LEAST, type CompareEstimate } from '@shared/api/compare';
import type { Candidate } from '@shared/routing/candidate';
import type { TFunction } from 'i18next';
import { Send } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { errorText } from '../../components/error-text';
import { formatMoney } from '../../components/format';
import { ModelName } from '../../components/model-name';
import { Switch } from '../../components/switch';
import { TextArea } from '../../components/text-area';
import { compare, setBlind, setPrompt, togglePicked } from './actions';
import { selectPicked, useTeachStore } from './store';

/** Side by side more cannot be read; the API takes five. */
const MOST = 4;

/** The prompt, the models it goes to, and the price before anything is sent. */
export function AskCard({ models }: { readonly models: readonly Candidate[] }) {
  const { t } = useTranslation();
  const prompt = useTeachStore((state) => state.prompt);
  const picked = useTeachStore(useShallow(selectPicked));
  const blind = useTeachStore((state) => state.blind);
  const estimate = useTeachStore((state) => state.estimate);
  const ready = estimate?.state === 'ready';
  return (
    <Card title={t('teach.ask.title')}>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void compare();
        }}
      >
        <TextArea
          label={t('teach.ask.prompt')}
          placeholder={t('teach.ask.placeholder')}
          value={prompt}
          onChange={setPrompt}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void compare();
          }}
        />
        <ModelPicks models={models} picked={picked} />
        <Switch
          label={t('teach.ask.blind')}
          description={`${t('teach.ask.blindBody')} ${t('teach.ask.noJudge')}`}
          checked={blind}
          onChange={setBlind}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" icon={<Send size={14} />} disabled={!ready}>
            {t('teach.ask.compare', { count: picked.length })}
          </Button>
          <p className="min-w-0 flex-1 text-sm text-ink-2" role="status">
            {picked.length < COMPARE_LEAST && t('teach.ask.few', { least: COMPARE_LEAST })}
            {ready && priceText(estimate.value, t)}
            {estimate?.state === 'error' && errorText(estimate.error.code).title}
          </p>
        </div>
      </form>
    </Card>
  );
}

function ModelPicks(props: {
  readonly models: readonly Candidate[];
  readonly picked: readonly string[];
}) {
  const { t } = useTranslation();
  const { models, picked } = props;
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm text-ink-2">
        {t('teach.ask.models', { least: COMPARE_LEAST, most: MOST })}
      </legend>
      <div className="mt-1 flex max-h-40 flex-wrap gap-2 overflow-y-auto p-0.5">
        {models.map(({ id, name, practice, local }) => {
          const chosen = picked.includes(id);
          return (
            <label
              key={id}
              className="flex h-8 max-w-full min-w-0 items-center gap-2 rounded-md border border-line bg-surface px-2 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:opacity-50"
            >
              <input
                type="checkbox"
                className="size-4 shrink-0 accent-accent"
                checked={chosen}
                disabled={!chosen && picked.length >= MOST}
                onChange={() => togglePicked(id)}
              />
              <ModelName id={id} name={name} practice={practice} local={local} />
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

/** What the comparison costs, in words; unknown is said, never guessed. */
export function priceText(estimate: CompareEstimate, t: TFunction): string {
  const { estimated_usd: usual, at_most_usd: most, left_usd: left } = estimate;
  const rest = left === null ? '' : ` ${t('teach.ask.left', { left: formatMoney(left) })}`;
  if (usual === null || most === null) return t('teach.ask.unknown') + rest;
  if (most === 0) return t('teach.ask.free');
  return t('teach.ask.cost', { usual: formatMoney(usual), most: formatMoney(most) }) + rest;
}
