import type { ProviderStatus } from '@shared/api/providers';
import type { IpcError } from '@shared/ipc/result';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { Select } from '../../components/select';
import { TextField } from '../../components/text-field';
import { saveProvider } from './actions';
import {
  isHttpUrl,
  isProviderId,
  KINDS,
  type Preset,
  PRESET_IDS,
  PRESETS,
  type PresetId,
} from './presets';
import { selectProviders, useProvidersStore } from './store';

export interface ProviderDialogProps {
  /** The one to edit; null adds a new one. */
  readonly provider: ProviderStatus | null;
  readonly onClose: () => void;
}

/** The first free id of a preset: `openai`, `openai-2`, ... */
function freeId(id: string, taken: readonly string[]): string {
  if (!taken.includes(id)) return id;
  for (let n = 2; ; n += 1) {
    if (!taken.includes(`${id}-${n}`)) return `${id}-${n}`;
  }
}

function kindOf(provider: ProviderStatus | null): Preset['kind'] {
  return provider === null || provider.kind === 'practice' ? 'openai-compatible' : provider.kind;
}

export function ProviderDialog({ provider, onClose }: ProviderDialogProps) {
  const { t } = useTranslation();
  const taken = useProvidersStore(selectProviders).map((known) => known.id);
  const [preset, setPreset] = useState<PresetId>(provider === null ? 'openai' : 'custom');
  const [id, setId] = useState(provider?.id ?? freeId('openai', taken));
  const [kind, setKind] = useState(kindOf(provider));
  const [name, setName] = useState(provider?.name ?? PRESETS.openai.name);
  const [baseUrl, setBaseUrl] = useState(provider?.baseUrl ?? PRESETS.openai.baseUrl);
  const [key, setKey] = useState('');
  const [removeKey, setRemoveKey] = useState(false);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<IpcError | null>(null);

  const choose = (next: PresetId): void => {
    setPreset(next);
    setId(freeId(PRESETS[next].id, taken));
    setKind(PRESETS[next].kind);
    setName(PRESETS[next].name);
    setBaseUrl(PRESETS[next].baseUrl);
  };
  const idError = !isProviderId(id)
    ? t('providers.dialog.idBad')
    : provider === null && taken.includes(id)
      ? t('providers.dialog.idTaken')
      : null;
  const urlError = isHttpUrl(baseUrl) ? null : t('providers.dialog.baseUrlBad');

  const save = async (): Promise<void> => {
    setTried(true);
    if (idError !== null || urlError !== null) return;
    const apiKey = removeKey ? null : key.trim() === '' ? undefined : key.trim();
    const failed = await saveProvider({
      id,
      kind,
      name: name.trim() === '' ? id : name.trim(),
      baseUrl: baseUrl.trim(),
      ...(apiKey === undefined ? {} : { apiKey }),
    });
    setError(failed);
    if (failed === null) onClose();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={
        provider === null
          ? t('providers.dialog.addTitle')
          : t('providers.dialog.editTitle', { name: provider.name })
      }
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" onClick={() => void save()}>
            {t('providers.dialog.save')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 pb-2"
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
        {provider === null && (
          <Select
            label={t('providers.dialog.preset')}
            showLabel
            value={preset}
            onChange={choose}
            options={PRESET_IDS.map((value) => ({
              value,
              label: t(`providers.dialog.presets.${value}`),
            }))}
          />
        )}
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('providers.dialog.name')}
            value={name}
            onChange={setName}
            maxLength={80}
          />
          <TextField
            label={t('providers.dialog.id')}
            value={id}
            onChange={setId}
            disabled={provider !== null}
            error={tried ? idError : null}
            description={t('providers.dialog.idHint', { id })}
          />
        </div>
        {preset === 'custom' && (
          <Select
            label={t('providers.dialog.protocol')}
            showLabel
            value={kind}
            onChange={setKind}
            options={KINDS.map((value) => ({ value, label: t(`providers.kinds.${value}`) }))}
          />
        )}
        <TextField
          label={t('providers.dialog.baseUrl')}
          type="url"
          value={baseUrl}
          onChange={setBaseUrl}
          error={tried ? urlError : null}
          description={
            kind === 'openai-compatible'
              ? t('providers.dialog.baseUrlHint')
              : t('providers.dialog.baseUrlNative')
          }
        />
        <TextField
          label={
            PRESETS[preset].needsKey ? t('providers.dialog.key') : t('providers.dialog.keyOptional')
          }
          type="password"
          value={key}
          onChange={setKey}
          disabled={removeKey}
          description={
            provider?.hasKey === true
              ? t('providers.dialog.keyKeep', { hint: provider.keyHint ?? '' })
              : t('providers.dialog.keyWriteOnly')
          }
        />
        {provider?.hasKey === true && (
          <label className="flex items-center gap-2 text-sm text-ink-2">
            <input
              type="checkbox"
              checked={removeKey}
              onChange={(event) => setRemoveKey(event.currentTarget.checked)}
            />
            {t('providers.dialog.removeKey')}
          </label>
        )}
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
