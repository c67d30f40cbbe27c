import type { MemoryExample } from '@shared/api/memory';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button';
import { Dialog } from '../../components/dialog';
import { SliderField } from '../../components/slider-field';
import { TextArea } from '../../components/text-area';
import { useModelNames } from '../why';
import { editExample } from './memory-store';

export interface EditDialogProps {
  readonly example: MemoryExample;
  readonly onClose: () => void;
}

/** Prompt and scores of one example. */
export function EditDialog({ example, onClose }: EditDialogProps) {
  const { t } = useTranslation();
  const nameOf = useModelNames();
  const [prompt, setPrompt] = useState(example.prompt);
  const [scores, setScores] = useState(example.scores);
  const save = async (): Promise<void> => {
    if (await editExample(example, prompt.trim(), scores)) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('teach.edit.title')}
      description={t('teach.edit.body')}
      dismissible={false}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={prompt.trim() === ''} onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextArea label={t('teach.edit.prompt')} value={prompt} onChange={setPrompt} />
        {Object.entries(scores).map(([model, score]) => (
          <SliderField
            key={model}
            label={t('teach.rate.scoreNamed', { model: nameOf(model) })}
            value={score}
            min={0}
            max={1}
            step={0.05}
            unsetText={t('teach.rate.unrated')}
            onChange={(next) => setScores({ ...scores, [model]: next })}
          />
        ))}
      </div>
    </Dialog>
  );
}
