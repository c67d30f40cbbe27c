import { PICTURE_TYPES } from '@shared/pictures/limits';
import { ImagePlus } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/icon-button';
import { isFull, useAttachmentStore } from './attachment-store';
import { addFiles } from './attachments';
import { selectKey, useChatStore } from './store';

const ACCEPT = PICTURE_TYPES.join(',');

/** Pictures from the disk. */
export function AttachButton() {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const key = useChatStore(selectKey);
  const full = useAttachmentStore(() => isFull(key));
  return (
    <>
      <IconButton
        label={t(full ? 'chat.pictures.full' : 'chat.pictures.attach')}
        icon={<ImagePlus size={16} />}
        aria-disabled={full}
        onClick={() => {
          if (!full) input.current?.click();
        }}
      />
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        multiple
        aria-label={t('chat.pictures.attach')}
        className="hidden"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = ''; // the same file again is a new choice
          if (files.length > 0) void addFiles(files);
        }}
      />
    </>
  );
}
