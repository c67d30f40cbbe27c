import type { RecallStatus } from '@shared/api/recall';
import type { Capture } from '@shared/ipc/recall';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Tabs } from '../../components/tabs';
import { TextField } from '../../components/text-field';
import { keepPicture } from './actions';
import type { Box } from './boxes';
import { EditCanvas } from './edit-canvas';
import { encodeEdited } from './picture';

type Tool = 'blackOut' | 'crop';

/** What will be kept, and where it goes; areas are blacked out here, in the pixels themselves. */
export function CapturePreview(props: {
  readonly capture: Capture;
  readonly picture: HTMLImageElement;
  readonly embeddedBy: RecallStatus['index']['embeddedBy'];
  readonly onBack: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { capture, picture, embeddedBy } = props;
  const [tool, setTool] = useState<Tool>('blackOut');
  const [boxes, setBoxes] = useState<readonly Box[]>([]);
  const [crop, setCrop] = useState<Box | null>(null);
  const [title, setTitle] = useState(capture.title);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const place = t(embeddedBy.local ? 'recall.off.here' : 'recall.off.there');

  const keep = async (): Promise<void> => {
    const edited = encodeEdited(picture, boxes, crop);
    if (edited === null) {
      setProblem(t('recall.capture.tooLarge'));
      return;
    }
    setBusy(true);
    const kept = await keepPicture(edited, title.trim());
    setBusy(false);
    if (kept) props.onClose();
  };
  const draw = (box: Box): void => {
    if (tool === 'blackOut') setBoxes([...boxes, box]);
    else {
      setCrop(box);
      setTool('blackOut');
    }
  };
  const undo = (): void => {
    if (boxes.length > 0) setBoxes(boxes.slice(0, -1));
    else setCrop(null);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={t('recall.capture.preview')}
      description={t('recall.capture.previewBody')}
      width="lg"
      dismissible={false}
      footer={
        <>
          <Button onClick={props.onBack}>{t('recall.capture.back')}</Button>
          <Button variant="primary" disabled={busy} onClick={() => void keep()}>
            {t('recall.capture.keep')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {capture.privateNearby && (
          <Banner tone="warning" title={t('recall.capture.privateNearby')}>
            {t('recall.capture.privateNearbyBody')}
          </Banner>
        )}
        {problem !== null && <Banner tone="error" title={problem} />}
        <div className="flex flex-wrap items-center gap-3">
          <Tabs<Tool>
            label={t('recall.capture.tool')}
            items={[
              { value: 'blackOut', label: t('recall.capture.blackOut') },
              { value: 'crop', label: t('recall.capture.crop') },
            ]}
            value={tool}
            onChange={setTool}
          />
          <Button
            icon={<Undo2 size={14} />}
            disabled={boxes.length === 0 && crop === null}
            onClick={undo}
          >
            {t('recall.capture.undo')}
          </Button>
          <p role="status" className="text-sm text-ink-2">
            {[
              boxes.length > 0 && t('recall.capture.boxes', { count: boxes.length }),
              crop !== null &&
                t('recall.capture.cropped', { width: crop.width, height: crop.height }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <EditCanvas
          picture={picture}
          boxes={boxes}
          crop={crop}
          onDraw={draw}
          onChangeLast={(box) => setBoxes([...boxes.slice(0, -1), box])}
          onUndo={undo}
        />
        <p className="text-sm text-ink-3">{t('recall.capture.keys')}</p>
        <TextField
          label={t('recall.capture.name')}
          value={title}
          onChange={setTitle}
          maxLength={500}
        />
        <p className="text-sm text-ink-2">
          {t('recall.capture.goesTo', { model: embeddedBy.name, place })}
        </p>
      </div>
    </Dialog>
  );
}
