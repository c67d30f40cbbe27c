import type { SourceState } from '@shared/api/sources';
import type { IpcError } from '@shared/ipc/result';
import { t as translate } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { TextField } from '../../components/text-field';
import { toast } from '../../components/toaster';
import { changeSource } from './actions';
import { isSourceAddress } from './source-state';

export interface SourceDialogProps {
  readonly source: SourceState;
  readonly onClose: () => void;
}

/** Address and key of one source; the key goes to main and never comes back. */
export function SourceDialog({ source, onClose }: SourceDialogProps) {
  const { t } = useTranslation();
  const [address, setAddress] = useState(source.baseUrl ?? '');
  const [usual, setUsual] = useState(false);
  const [key, setKey] = useState('');
  const [removeKey, setRemoveKey] = useState(false);
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<IpcError | null>(null);
  const typed = address.trim().replace(/\/+$/u, '');
  const moved = usual || typed !== source.baseUrl;
  const bad = !usual && !isSourceAddress(typed) ? t('models.sources.dialog.addressBad') : null;
  const save = async (): Promise<void> => {
    setTried(true);
    if (bad !== null) return;
    const newKey = removeKey ? null : key.trim() === '' ? undefined : key.trim();
    if (!moved && newKey === undefined) return onClose();
    const failed = await changeSource({
      id: source.id,
      ...(moved && { baseUrl: usual ? null : typed }),
      ...(newKey !== undefined && { key: newKey }),
    });
    setError(failed);
    if (failed !== null) return;
    toast({ title: translate('models.sources.dialog.saved', { name: source.name }) });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('models.sources.dialog.title', { name: source.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" onClick={() => void save()}>
            {t('common.save')}
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
            {error.message}
          </Banner>
        )}
        {source.key !== 'none' && (
          <TextField
            label={t('models.sources.dialog.key')}
            type="password"
            value={key}
            onChange={setKey}
            disabled={removeKey}
            description={
              source.hasKey
                ? t('models.sources.dialog.keyKeep')
                : t('models.sources.dialog.keyWriteOnly')
            }
          />
        )}
        {source.hasKey && source.key !== 'none' && (
          <Check
            label={t('models.sources.dialog.removeKey')}
            checked={removeKey}
            onChange={setRemoveKey}
          />
        )}
        <TextField
          label={t('models.sources.dialog.address')}
          type="url"
          value={address}
          onChange={setAddress}
          disabled={usual}
          error={tried ? bad : null}
          description={t('models.sources.dialog.addressHint')}
        />
        <Check label={t('models.sources.dialog.usual')} checked={usual} onChange={setUsual} />
        {moved && source.hasKey && (
          <p className="text-sm text-warn">{t('models.sources.dialog.dropsKey')}</p>
        )}
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}

function Check(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label className="flex items-center gap-2 text-sm text-ink-2">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      {props.label}
    </label>
  );
}
