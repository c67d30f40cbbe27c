import { FileAudio } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/icon-button';
import { showFiles } from './file-store';

/** Opens the transcription of files; a file can also be dropped anywhere on the window. */
export function FileButton() {
  const { t } = useTranslation();
  return (
    <IconButton
      label={t('voice.files.title')}
      icon={<FileAudio size={16} />}
      onClick={() => showFiles(true)}
    />
  );
}
