import { PRACTICE_SET, PRACTICE_SET_ORIGIN } from '@shared/practice-set/prompts';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../components/badge';
import { Button } from '../../components/button';
import { Card } from '../../components/card';
import { IconButton } from '../../components/icon-button';
import { Select } from '../../components/select';
import { Tabs } from '../../components/tabs';
import { TextArea } from '../../components/text-area';
import { chooseExample, choosePractice, setPrompt, setSource, walk } from './actions';
import { type RouteSource, useRoutesStore } from './store';

const SOURCES: readonly RouteSource[] = ['prompt', 'example', 'practice'];
/** Longer ones are cut in the list; the step below shows them whole. */
const NAME_LENGTH = 90;

/** Which prompt is walked: a new one, one of the user's examples, or one of the practice set. */
export function PromptPicker() {
  const { t } = useTranslation();
  const source = useRoutesStore((state) => state.source);
  return (
    <Card>
      <Tabs
        label={t('routes.source.label')}
        value={source}
        onChange={setSource}
        items={SOURCES.map((value) => ({ value, label: t(`routes.source.${value}`) }))}
      />
      <div className="mt-3">
        {source === 'prompt' && <OwnPrompt />}
        {source === 'example' && <OwnExamples />}
        {source === 'practice' && <PracticePrompts />}
      </div>
    </Card>
  );
}

function OwnPrompt() {
  const { t } = useTranslation();
  const prompt = useRoutesStore((state) => state.prompt);
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void walk();
      }}
    >
      <TextArea
        label={t('routes.prompt')}
        placeholder={t('routes.placeholder')}
        rows={2}
        value={prompt}
        onChange={setPrompt}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return;
          event.preventDefault();
          void walk();
        }}
      />
      <div>
        <Button type="submit" variant="primary" disabled={prompt.trim() === ''}>
          {t('routes.walk')}
        </Button>
      </div>
    </form>
  );
}

function OwnExamples() {
  const { t } = useTranslation();
  const examples = useRoutesStore((state) => state.examples);
  const id = useRoutesStore((state) => state.exampleId);
  if (examples.state !== 'ready' || examples.value.length === 0) return null;
  return (
    <>
      <Walker
        rows={examples.value}
        id={id ?? ''}
        label={t('routes.example')}
        onChoose={chooseExample}
      />
      <p className="mt-2 text-sm text-ink-3">{t('routes.left')}</p>
    </>
  );
}

function PracticePrompts() {
  const { t } = useTranslation();
  const id = useRoutesStore((state) => state.practiceId);
  return (
    <>
      <Walker
        rows={PRACTICE_SET}
        id={id}
        label={t('routes.source.practice')}
        onChoose={choosePractice}
      />
      <p className="mt-2 text-sm text-ink-2">
        <Badge tone="warn">{t('common.practice')}</Badge>{' '}
        {t('routes.practice', { origin: PRACTICE_SET_ORIGIN })} {t('routes.left')}
      </p>
    </>
  );
}

/** A list to choose from, and a step to the one before and the one after. */
function Walker(props: {
  readonly rows: readonly { readonly id: string; readonly prompt: string }[];
  readonly id: string;
  readonly label: string;
  readonly onChoose: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { rows, id, label, onChoose } = props;
  const at = rows.findIndex((row) => row.id === id);
  const before = rows[at - 1];
  const after = rows[at + 1];
  return (
    <div className="flex min-w-0 items-end gap-2">
      <Select
        className="flex-1"
        label={label}
        showLabel
        value={id}
        onChange={onChoose}
        options={rows.map((row) => ({ value: row.id, label: oneLine(row.prompt) }))}
      />
      <IconButton
        label={t('routes.previous')}
        icon={<ChevronLeft size={16} />}
        disabled={before === undefined}
        onClick={() => before !== undefined && onChoose(before.id)}
      />
      <span className="h-8 text-sm leading-8 whitespace-nowrap text-ink-3 tabular-nums">
        {t('routes.position', { index: at + 1, total: rows.length })}
      </span>
      <IconButton
        label={t('routes.next')}
        icon={<ChevronRight size={16} />}
        disabled={after === undefined}
        onClick={() => after !== undefined && onChoose(after.id)}
      />
    </div>
  );
}

function oneLine(prompt: string): string {
  const line = prompt.replaceAll(/\s+/g, ' ').trim();
  return line.length > NAME_LENGTH ? `${line.slice(0, NAME_LENGTH)}…` : line;
}
