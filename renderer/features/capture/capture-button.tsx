import { Camera } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../components/icon-button';
import { openCapture } from './actions';

/** In the composer: a picture of the screen for the message that is being written. */
export function CaptureButton() {
  const { t } = useTranslation();
  return (
    <IconButton
      label={t('capture.take')}
      icon={<Camera size={16} />}
      onClick={() => openCapture('ask')}
    />
  );
}
