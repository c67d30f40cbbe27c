import { ImageOff, Lock, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { errorText } from '../../components/error-text';
import { IconButton } from '../../components/icon-button';
import { Tooltip } from '../../components/tooltip';
import { askFocus } from './actions';
import {
  type Attachment,
  attachmentsOf,
  dismissProblems,
  isReading,
  problemsOf,
  removeAttachments,
  useAttachmentStore,
} from './attachment-store';
import { PictureDialog } from './picture-dialog';
import { selectKey, useChatStore } from './store';

/** The pictures of the message that is being written: each can be looked at and taken out. */
export function AttachmentStrip() {
  const { t } = useTranslation();
  const key = useChatStore(selectKey);
  const attached = useAttachmentStore(attachmentsOf(key));
  const reading = useAttachmentStore(isReading(key));
  const list = useRef<HTMLUListElement>(null);
  if (attached.length === 0 && !reading) return null;

  /** The focus goes to the neighbour, so that several can be taken out by keyboard in a row. */
  const remove = (index: number, id: string): void => {
    removeAttachments(key, [id]);
    const next = Math.min(index, attached.length - 2);
    if (next < 0) askFocus();
    else {
      requestAnimationFrame(() =>
        list.current?.querySelectorAll<HTMLElement>('[data-remove]')[next]?.focus(),
      );
    }
  };

  return (
    <ul
      ref={list}
      data-testid="attachments"
      aria-label={t('chat.pictures.list')}
      className="flex flex-wrap gap-3 px-3 pt-3"
    >
      {attached.map((attachment, index) => (
        <Thumbnail
          key={attachment.id}
          attachment={attachment}
          name={
            attachment.name === ''
              ? t('chat.pictures.unnamed', { index: index + 1 })
              : attachment.name
          }
          onRemove={() => remove(index, attachment.id)}
        />
      ))}
      {reading && (
        <li
          role="status"
          className="flex size-16 items-center justify-center rounded-md border border-line bg-sunken text-xs text-ink-3"
        >
          {t('chat.pictures.reading')}
        </li>
      )}
    </ul>
  );
}

function Thumbnail({
  attachment,
  name,
  onRemove,
}: {
  readonly attachment: Attachment;
  readonly name: string;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { url, width, height, change, localOnly } = attachment;
  const size = t('chat.pictures.size', { width, height });
  const detail = change === null ? size : t(`chat.pictures.${change}`, { width, height });
  return (
    <li className="relative">
      <Tooltip content={`${name} · ${detail}`}>
        <button
          type="button"
          aria-label={t('chat.pictures.look', { name })}
          aria-description={localOnly ? `${detail} ${t('chat.pictures.private')}` : detail}
          onClick={() => setOpen(true)}
          className="block overflow-hidden rounded-md border border-line bg-sunken hover:border-accent"
        >
          <img src={url} alt={name} className="size-16 object-cover" />
        </button>
      </Tooltip>
      {localOnly && (
        <span className="pointer-events-none absolute bottom-1 left-1 rounded-sm bg-raised p-0.5 text-ink-2">
          <Lock size={12} aria-hidden />
        </span>
      )}
      <IconButton
        size="sm"
        data-remove
        label={t('chat.pictures.remove', { name })}
        icon={<X size={12} />}
        onClick={onRemove}
        className="absolute -top-2 -right-2 border border-line bg-raised shadow-sm"
      />
      <PictureDialog open={open} onOpenChange={setOpen} name={name} detail={detail} url={url} />
    </li>
  );
}

/** Files that were not added, each with what to do. The message itself is untouched. */
export function AttachmentProblems() {
  const { t } = useTranslation();
  const key = useChatStore(selectKey);
  const problems = useAttachmentStore(problemsOf(key));
  const [first] = problems;
  if (first === undefined) return null;
  const text = errorText(first.code);
  const alone = problems.length === 1 && first.name !== '';
  return (
    <Banner
      tone="error"
      title={
        alone ? t('chat.pictures.problem', { name: first.name, title: text.title }) : text.title
      }
      className="mb-2"
      onDismiss={() => dismissProblems(key)}
    >
      {problems.length === 1 ? (
        text.body
      ) : (
        <ul>
          {problems.map(({ name, code }, index) => (
            // Two files may have one name.
            <li key={index} className="break-words">
              {name === ''
                ? errorText(code).title
                : t('chat.pictures.problem', { name, title: errorText(code).title })}
            </li>
          ))}
        </ul>
      )}
    </Banner>
  );
}

/** In place of a picture whose file is gone. */
export function GonePicture({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  return (
    <p className="flex items-center gap-2 rounded-lg border border-dashed border-line-strong px-3 py-2 text-sm text-ink-2">
      <ImageOff size={14} aria-hidden className="shrink-0" />
      {t('chat.pictures.gone', { name })}
    </p>
  );
}
