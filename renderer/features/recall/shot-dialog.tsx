import type { RecallShotDetail } from '@shared/api/recall';
import { Copy, MessageSquare, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { Button } from '../../components/button';
import { ConfirmDialog, Dialog } from '../../components/dialog';
import { formatDateTime } from '../../components/format';
import { toastError } from '../../components/toaster';
import { addAttachment } from '../chat';
import { copyShotText, removeShot } from './actions';
import { useRecallStore } from './store';

/** One kept screenshot, whole, with its text. */
export function ShotDialog() {
  const open = useRecallStore((state) => state.open);
  return open === null ? null : <Shot key={open.id} shot={open} />;
}

function Shot({ shot }: { readonly shot: RecallShotDetail }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const picture = usePicture(shot.id);
  const title = shot.title ?? t('recall.untitled');
  const text = shot.text ?? '';
  /** The chat comes to the front with it; nothing is sent before the person sends it. */
  const ask = async (dataUrl: string): Promise<void> => {
    const image = dataUrl.slice(dataUrl.indexOf(',') + 1);
    const { width, height, localOnly } = shot;
    const added = await addAttachment({
      image,
      mime: /^data:([^;]+)/u.exec(dataUrl)?.[1] ?? 'image/png',
      width,
      height,
      name: title,
      localOnly,
    });
    if (added.ok) useRecallStore.setState({ open: null });
    else toastError({ code: added.code, message: added.code });
  };
  return (
    <>
      <Dialog
        open
        onOpenChange={(open) => {
          if (!open) useRecallStore.setState({ open: null });
        }}
        title={title}
        description={`${formatDateTime(shot.at)} · ${t('recall.size', { width: shot.width, height: shot.height })}`}
        width="lg"
        footer={
          <>
            <Button icon={<Trash2 size={14} />} onClick={() => setAsking(true)}>
              {t('recall.delete')}
            </Button>
            {text !== '' && (
              <Button icon={<Copy size={14} />} onClick={() => void copyShotText(text)}>
                {t('recall.copyText')}
              </Button>
            )}
            {picture !== null && (
              <Button
                variant="primary"
                icon={<MessageSquare size={14} />}
                onClick={() => void ask(picture)}
              >
                {t('recall.ask')}
              </Button>
            )}
          </>
        }
      >
        {picture !== null && (
          <img
            src={picture}
            alt={title}
            className="max-h-[45vh] w-full rounded-md border border-line bg-sunken object-contain"
          />
        )}
        <h3 className="mt-3 mb-1 text-sm font-semibold">{t('recall.textOnIt')}</h3>
        {/* Focusable, so that the keyboard can scroll it. */}
        <pre
          tabIndex={0}
          className="max-h-40 overflow-auto rounded-md bg-sunken p-2 text-sm break-words whitespace-pre-wrap text-ink-2"
        >
          {words()}
        </pre>
      </Dialog>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('recall.deleteTitle')}
        description={t('recall.deleteBody')}
        confirmLabel={t('recall.delete')}
        onConfirm={() => void removeShot(shot.id)}
      />
    </>
  );

  function words(): string {
    if (shot.state === 'waiting') return t('recall.waiting');
    if (shot.state === 'failed') return t('recall.failed');
    return text === '' ? t('recall.noText') : text;
  }
}

function usePicture(id: string): string | null {
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    const load = async (): Promise<void> => {
      const result = await api().recall.image({ id, width: null });
      if (wanted && result.ok) setPicture(result.data.dataUrl);
    };
    void load();
    return () => {
      wanted = false;
    };
  }, [id]);
  return picture;
}
