import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppStore } from '../../app/store';
import { Banner } from '../../components/banner';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { Tabs } from '../../components/tabs';
import { TextField } from '../../components/text-field';
import { attachCapture, chooseAnother, closeCapture, keepCapture } from './actions';
import type { Box } from './boxes';
import { Destinations, selectRemote } from './destinations';
import { EditCanvas } from './edit-canvas';
import { encodeEdited } from './picture';
import { type Taken, useCaptureStore } from './store';

type Tool = 'blackOut' | 'crop';

/**
 * What is left of the screenshot, and where it goes: into the message, into Recall, or both. Areas
 * are blacked out here, in the pixels themselves.
 */
export function PreviewDialog({ taken }: { readonly taken: Taken }) {
  const { t } = useTranslation();
  const { capture, picture } = taken;
  const purpose = useCaptureStore((state) => state.purpose);
  const waiting = useCaptureStore((state) => state.waiting.length);
  const [tool, setTool] = useState<Tool>('blackOut');
  const [boxes, setBoxes] = useState<readonly Box[]>([]);
  const [crop, setCrop] = useState<Box | null>(null);
  const [title, setTitle] = useState(capture.title);
  const isRemote = useAppStore(selectRemote);
  const mayBeKept = !(isRemote && capture.localOnly);
  const [goes, setGoes] = useState({
    ask: purpose === 'ask',
    keep: purpose === 'keep' && mayBeKept,
  });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const done =
    goes.ask && goes.keep ? 'both' : goes.keep ? 'keep' : goes.ask ? 'ask' : ('none' as const);

  const finish = async (): Promise<void> => {
    const edited = encodeEdited(picture, boxes, crop);
    if (edited === null) {
      setProblem(t('capture.tooLarge'));
      return;
    }
    setBusy(true);
    const named = title.trim();
    const kept = !goes.keep || (await keepCapture(edited, named, capture.localOnly));
    // What is kept is not kept twice, should the other half fail.
    if (kept && goes.keep) setGoes((now) => ({ ...now, keep: false }));
    const all = kept && (!goes.ask || (await attachCapture(edited, named, capture.localOnly)));
    setBusy(false);
    if (all) closeCapture();
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
        if (!open) closeCapture();
      }}
      title={t('capture.preview')}
      description={t('capture.previewBody')}
      width="lg"
      dismissible={false}
      footer={
        <>
          {waiting > 0 && (
            <p className="mr-auto self-center text-sm text-ink-2">
              {t('capture.waiting', { count: waiting })}
            </p>
          )}
          <Button onClick={closeCapture}>{t('capture.cancel')}</Button>
          <Button onClick={chooseAnother}>{t('capture.back')}</Button>
          <Button
            variant="primary"
            disabled={busy || done === 'none'}
            onClick={() => void finish()}
          >
            {t(`capture.done.${done}`)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {capture.localOnly && (
          <Banner tone="warning" title={t('capture.localOnly')}>
            <p>{t('capture.localOnlyApps', { apps: capture.privateApps.join(', ') })}</p>
            <p>{t('capture.localOnlyBody')}</p>
          </Banner>
        )}
        {!capture.windowsKnown && (
          <Banner tone="info" title={t('capture.windowsUnknown')}>
            {t('capture.windowsUnknownBody')}
          </Banner>
        )}
        {problem !== null && <Banner tone="error" title={problem} />}
        <div className="flex flex-wrap items-center gap-3">
          <Tabs<Tool>
            label={t('capture.tool')}
            items={[
              { value: 'blackOut', label: t('capture.blackOut') },
              { value: 'crop', label: t('capture.crop') },
            ]}
            value={tool}
            onChange={setTool}
          />
          <Button
            icon={<Undo2 size={14} />}
            disabled={boxes.length === 0 && crop === null}
            onClick={undo}
          >
            {t('capture.undo')}
          </Button>
          <p role="status" className="text-sm text-ink-2">
            {[
              boxes.length > 0 && t('capture.boxes', { count: boxes.length }),
              crop !== null && t('capture.cropped', { width: crop.width, height: crop.height }),
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
        <p className="text-sm text-ink-3">{t('capture.keys')}</p>
        <Destinations
          goes={goes}
          onChange={(change) => setGoes((now) => ({ ...now, ...change }))}
          localOnly={capture.localOnly}
        />
        <TextField label={t('capture.name')} value={title} onChange={setTitle} maxLength={500} />
      </div>
    </Dialog>
  );
}
