import type { NewKeyResponse } from '@shared/api/keys';
import type { IpcError } from '@shared/ipc/result';
import { Copy, TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { NumberField } from '../../components/number-field';
import { Switch } from '../../components/switch';
import { TextField } from '../../components/text-field';
import { type KeyDraft, NEW_KEY, problemsOf, STRATEGIES, toInput } from './key-form';
import { KeyModels } from './key-models';
import { makeKey } from './keys-store';

export interface KeyDialogProps {
  /** Names of the keys that work. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
}

/** Makes a key, then shows it: the one time that it is here. */
export function KeyDialog({ taken, onClose }: KeyDialogProps) {
  const [made, setMade] = useState<NewKeyResponse | null>(null);
  return made === null ? (
    <KeyForm taken={taken} onMade={setMade} onClose={onClose} />
  ) : (
    <ShownOnce made={made} onClose={onClose} />
  );
}

interface KeyFormProps extends KeyDialogProps {
  readonly onMade: (made: NewKeyResponse) => void;
}

function KeyForm({ taken, onMade, onClose }: KeyFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<KeyDraft>(NEW_KEY);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<IpcError | null>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const problems = problemsOf(draft, taken);
  const change = (part: Partial<KeyDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const problem = (field: keyof typeof problems): string | null => {
    const found = tried ? problems[field] : undefined;
    return found === undefined ? null : t(`gateway.keys.problems.${found}`);
  };
  const save = async (): Promise<void> => {
    setTried(true);
    if (busy || Object.keys(problems).length > 0) return;
    setBusy(true);
    const result = await makeKey(toInput(draft));
    setBusy(false);
    if (result.ok) onMade(result.data);
    else setError(result.error);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('gateway.keys.dialogTitle')}
      description={t('gateway.keys.dialogBody')}
      initialFocus={nameField}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={busy} onClick={() => void save()}>
            {t('gateway.keys.make')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {error !== null && (
          <Banner tone="error" title={errorText(error.code).title}>
            {errorText(error.code).body}
          </Banner>
        )}
        <TextField
          ref={nameField}
          label={t('gateway.keys.name')}
          value={draft.name}
          onChange={(name) => change({ name })}
          error={problem('name')}
          description={t('gateway.keys.nameHint')}
          maxLength={100}
        />
        <Strategies
          chosen={draft.strategies}
          problem={problem('strategies')}
          onChange={(strategies) => change({ strategies })}
        />
        <Switch
          label={t('gateway.keys.onlyModels')}
          description={t('gateway.keys.onlyModelsHint')}
          checked={draft.onlyModels}
          onChange={(onlyModels) => change({ onlyModels })}
        />
        {draft.onlyModels && (
          <KeyModels
            chosen={draft.models}
            problem={problem('models')}
            onChange={(models) => change({ models })}
          />
        )}
        <div>
          <NumberField
            label={t('gateway.keys.cap')}
            value={draft.dailyCapUsd}
            min={0}
            step={0.5}
            format={{ maximumFractionDigits: 4 }}
            placeholder={t('gateway.keys.noCap')}
            onChange={(dailyCapUsd) => change({ dailyCapUsd })}
            className="w-52"
          />
          <p className="mt-1 text-sm text-ink-3">{t('gateway.keys.capHint')}</p>
        </div>
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

interface StrategiesProps {
  readonly chosen: KeyDraft['strategies'];
  readonly problem: string | null;
  readonly onChange: (strategies: KeyDraft['strategies']) => void;
}

function Strategies({ chosen, problem, onChange }: StrategiesProps) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend className="mb-1 text-sm text-ink-2">{t('gateway.keys.strategies')}</legend>
      {STRATEGIES.map((strategy) => (
        <label key={strategy} className="flex items-center gap-2 py-0.5">
          <input
            type="checkbox"
            checked={chosen.includes(strategy)}
            onChange={(event) => {
              const on = event.currentTarget.checked;
              onChange(STRATEGIES.filter((one) => (one === strategy ? on : chosen.includes(one))));
            }}
          />
          <span>
            <span className="font-mono text-sm">{strategy}</span>{' '}
            <span className="text-sm text-ink-3">{t(`gateway.keys.strategy.${strategy}`)}</span>
          </span>
        </label>
      ))}
      {problem !== null && (
        <p role="alert" className="text-sm text-bad">
          {problem}
        </p>
      )}
    </fieldset>
  );
}

function ShownOnce({
  made,
  onClose,
}: {
  readonly made: NewKeyResponse;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (await copyText(made.key)) setCopied(true);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      dismissible={false}
      title={t('gateway.keys.madeTitle', { name: made.name })}
      footer={<Button onClick={onClose}>{t('gateway.keys.done')}</Button>}
    >
      <p className="mb-3 flex items-start gap-2 rounded-lg bg-warn-soft px-3 py-2 text-warn">
        <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden />
        {t('gateway.keys.madeBody')}
      </p>
      <div className="flex min-w-0 items-center gap-2">
        <code
          aria-label={t('gateway.keys.theKey')}
          role="textbox"
          aria-readonly
          tabIndex={0}
          className="min-w-0 flex-1 rounded-md border border-line bg-sunken px-2 py-1.5 font-mono text-sm break-all select-all"
        >
          {made.key}
        </code>
        <Button variant="primary" icon={<Copy size={14} aria-hidden />} onClick={() => void copy()}>
          {t('gateway.keys.copy')}
        </Button>
      </div>
      <p role="status" className="mt-2 min-h-5 text-sm text-good">
        {copied && t('gateway.keys.copied')}
      </p>
    </Dialog>
  );
}
