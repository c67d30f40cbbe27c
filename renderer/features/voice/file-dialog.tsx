import type { TFunction } from 'i18next';
import { Copy, FileAudio, Save } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { cx } from '../../components/cx';
import { Dialog } from '../../components/dialog';
import { errorText } from '../../components/error-text';
import { Progress } from '../../components/progress';
import { useModelName, useNamesOf } from '../why';
import { AUDIO_TYPES } from './audio-file';
import { FileRecipient } from './file-recipient';
import {
  cancelFile,
  type FileJob,
  retryFile,
  saveTranscript,
  showFiles,
  transcribeFile,
  useFileStore,
} from './file-store';

const ACCEPT = Object.keys(AUDIO_TYPES)
  .map((ending) => `.${ending}`)
  .join(',');

/** Audio files to text. Closing it while it works does not stop the work. */
export function FileDialog() {
  const { t } = useTranslation();
  const { open, job } = useFileStore();
  return (
    <Dialog
      open={open}
      onOpenChange={showFiles}
      title={t('voice.files.title')}
      description={t('voice.files.body')}
      footer={<Footer job={job} />}
    >
      <div className="flex flex-col gap-3">
        <FileRecipient />
        {job.kind !== 'running' && <DropZone />}
        <Shown job={job} />
      </div>
    </Dialog>
  );
}

function DropZone() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void transcribeFile(file);
  };
  return (
    <div
      data-testid="audio-drop"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cx(
        'flex flex-col items-center gap-2 rounded-lg border border-dashed p-6 text-center',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong',
      )}
    >
      <FileAudio size={20} aria-hidden className="text-ink-3" />
      <p className="text-ink-2">{t('voice.files.drop')}</p>
      <Button onClick={() => input.current?.click()}>{t('voice.files.choose')}</Button>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        aria-label={t('voice.files.choose')}
        className="hidden"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) void transcribeFile(file);
          currentTarget.value = ''; // the same file again is a new choice
        }}
      />
    </div>
  );
}

function Shown({ job }: { readonly job: FileJob }) {
  const { t } = useTranslation();
  switch (job.kind) {
    case 'running':
      return (
        <div className="flex flex-col gap-2">
          <p role="status" className="break-words">
            {workText(job, t)}
          </p>
          <Progress
            label={t('voice.files.progress')}
            share={job.pieces > 1 ? job.done / job.pieces : null}
          />
        </div>
      );
    case 'failed': {
      const { title, body } = errorText(job.code);
      const isProvider = job.code.startsWith('provider_');
      return (
        <Banner
          tone="error"
          title={`${job.name}: ${title}`}
          actions={
            job.kept && (
              <Button size="sm" onClick={() => void retryFile()}>
                {t('common.retry')}
              </Button>
            )
          }
        >
          {isProvider ? t('voice.tryEar') : body}
        </Banner>
      );
    }
    case 'done':
      return (
        <div className="flex flex-col gap-1">
          <p className="text-sm break-words text-ink-3">
            <TextBy name={job.name} model={job.model} />
          </p>
          <textarea
            readOnly
            aria-label={t('voice.files.text')}
            value={job.text}
            rows={8}
            className="w-full resize-y rounded-md border border-line bg-surface p-2 text-ink"
          />
          {job.segments === null && (
            <p className="text-sm text-ink-3">{t('voice.files.noTimes')}</p>
          )}
        </div>
      );
    case 'none':
    default:
      return null;
  }
}

/** Which file the text is of, and who wrote it. */
function TextBy({ name, model }: { readonly name: string; readonly model: string | null }) {
  const { t } = useTranslation();
  useNamesOf('transcription');
  const by = useModelName(model ?? '');
  return model === null ? name : t('voice.files.by', { name, model: by });
}

function workText(job: Extract<FileJob, { kind: 'running' }>, t: TFunction): string {
  const { name, done, pieces } = job;
  if (pieces === 0) return t('voice.files.reading', { name });
  return pieces === 1
    ? t('voice.files.workingWhole', { name })
    : t('voice.files.working', { name, part: done + 1, parts: pieces });
}

function Footer({ job }: { readonly job: FileJob }) {
  const { t } = useTranslation();
  if (job.kind === 'running') {
    return <Button onClick={() => void cancelFile()}>{t('common.cancel')}</Button>;
  }
  if (job.kind !== 'done') return null;
  return (
    <>
      <Button icon={<Copy size={14} />} onClick={() => void copyText(job.text)}>
        {t('common.copy')}
      </Button>
      <Button icon={<Save size={14} />} onClick={() => void saveTranscript('txt')}>
        {t('voice.files.save', { format: 'TXT' })}
      </Button>
      {job.segments !== null && (
        <>
          <Button onClick={() => void saveTranscript('srt')}>
            {t('voice.files.save', { format: 'SRT' })}
          </Button>
          <Button onClick={() => void saveTranscript('vtt')}>
            {t('voice.files.save', { format: 'VTT' })}
          </Button>
        </>
      )}
    </>
  );
}
