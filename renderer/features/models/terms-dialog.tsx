import type { SourceState } from '@shared/api/sources';
import type { IpcError } from '@shared/ipc/result';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttributionLines } from '../../components/attribution-lines';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { ExternalLink } from '../../components/external-link';
import { TextField } from '../../components/text-field';
import { changeSource } from './actions';

export interface TermsDialogProps {
  readonly source: SourceState;
  readonly onClose: () => void;
}

/** Shows a source's terms and attribution, and switches it on only once they are accepted. */
export function TermsDialog({ source, onClose }: TermsDialogProps) {
  const { t } = useTranslation();
  const [accepted, setAccepted] = useState(false);
  const [key, setKey] = useState('');
  const [error, setError] = useState<IpcError | null>(null);
  const needsKey = source.key === 'required' && !source.hasKey;
  const ready = accepted && (!needsKey || key.trim() !== '');
  const switchOn = async (): Promise<void> => {
    if (!ready) return;
    const failed = await changeSource({
      id: source.id,
      enabled: true,
      acceptTerms: true,
      ...(key.trim() !== '' && { key: key.trim() }),
    });
    setError(failed);
    if (failed === null) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('models.sources.terms.title', { name: source.name })}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={!ready} onClick={() => void switchOn()}>
            {t('models.sources.terms.switchOn')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          void switchOn();
        }}
      >
        {error !== null && (
          <Banner tone="error" title={errorText(error.code).title}>
            {error.message}
          </Banner>
        )}
        <p>{source.terms?.text}</p>
        <p>
          <ExternalLink url={source.terms?.url ?? source.url} icon>
            {t('models.sources.terms.link')}
          </ExternalLink>
        </p>
        {source.attribution !== null && <AttributionLines lines={[source.attribution]} />}
        {source.key !== 'none' && (
          <TextField
            label={t('models.sources.dialog.key')}
            type="password"
            value={key}
            onChange={setKey}
            description={
              source.hasKey
                ? t('models.sources.dialog.keyKeep')
                : `${t('models.sources.terms.keyNeeded')} ${t('models.sources.dialog.keyWriteOnly')}`
            }
          />
        )}
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={accepted}
            onChange={(event) => setAccepted(event.currentTarget.checked)}
          />
          {t('models.sources.terms.accept')}
        </label>
        <button type="submit" className="hidden" aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  );
}
