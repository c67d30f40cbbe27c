import type { MessagePicture } from '@shared/api/conversations';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../components/cx';
import { GonePicture } from './attachment-strip';
import { usePicture } from './picture-bytes';
import { PictureDialog } from './picture-dialog';

/** The pictures of a question, bounded; a press shows one large. */
export function MessagePictures(props: {
  readonly conversationId: string;
  readonly pictures: readonly MessagePicture[];
}) {
  const { t } = useTranslation();
  return (
    <ul
      aria-label={t('chat.pictures.list')}
      className="flex max-w-[80%] flex-wrap justify-end gap-2"
    >
      {props.pictures.map((picture, index) => (
        <li key={picture.id}>
          <Shown
            conversationId={props.conversationId}
            picture={picture}
            alone={props.pictures.length === 1}
            name={
              picture.name === '' ? t('chat.pictures.unnamed', { index: index + 1 }) : picture.name
            }
          />
        </li>
      ))}
    </ul>
  );
}

function Shown({
  conversationId,
  picture,
  alone,
  name,
}: {
  readonly conversationId: string;
  readonly picture: MessagePicture;
  /** Several are smaller, so that they stand side by side. */
  readonly alone: boolean;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const shown = usePicture(conversationId, picture.id);
  const { width, height } = picture;
  if (shown.state === 'gone') return <GonePicture name={name} />;
  const isPrivate = picture.localOnly === true;
  const detail = t('chat.pictures.size', { width, height });
  return (
    <>
      <button
        type="button"
        disabled={shown.state === 'loading'}
        aria-label={t('chat.pictures.look', { name })}
        aria-description={isPrivate ? t('chat.pictures.private') : undefined}
        onClick={() => setOpen(true)}
        className="relative block overflow-hidden rounded-lg border border-line bg-sunken enabled:hover:border-accent"
      >
        {/* Its size is known before its bytes are there, so that nothing jumps when they come. */}
        <img
          src={shown.state === 'ready' ? shown.url : NOTHING}
          alt={name}
          width={width}
          height={height}
          className={cx('h-auto w-auto max-w-full object-contain', alone ? 'max-h-48' : 'max-h-36')}
        />
        {isPrivate && (
          <span className="absolute bottom-1 left-1 rounded-sm bg-raised p-0.5 text-ink-2">
            <Lock size={12} aria-hidden />
          </span>
        )}
      </button>
      {shown.state === 'ready' && (
        <PictureDialog
          open={open}
          onOpenChange={setOpen}
          name={name}
          detail={detail}
          url={shown.url}
        />
      )}
    </>
  );
}

/** A transparent pixel. */
const NOTHING = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
