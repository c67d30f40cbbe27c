import type { HistoryRow } from '@shared/api/history';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../app/api';
import { Button } from '../../components/button';
import { formatDuration } from '../../components/format';
import { NamedModel } from './columns';
import { openHistoryRow } from './open-row';
import { maybeSpoken, type SpokenTurn, turnOf } from './voice-turn';

/** The stages of the spoken turn that this request was one of, with what each took. */
export function VoiceTurnCard({ row }: { readonly row: HistoryRow }) {
  const { t } = useTranslation();
  const turn = useTurn(row);
  if (turn === null) return null;
  const { voice, answer } = turn;
  const times = [
    answer.firstTokenMs === null
      ? null
      : t('history.turn.firstWord', { time: formatDuration(answer.firstTokenMs) }),
    answer.totalMs === null
      ? null
      : t('history.turn.whole', { time: formatDuration(answer.totalMs) }),
  ];
  return (
    <section
      aria-labelledby="history-turn-title"
      className="mt-4 rounded-lg border border-line p-3"
    >
      <h3 id="history-turn-title" className="font-semibold">
        {t('history.turn.title')}
      </h3>
      <ol className="mt-2 grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-2">
        <Stage label={t('history.turn.recorded')} took={formatDuration(voice.recordedMs)} />
        <Stage
          label={t('history.turn.text')}
          model={voice.transcriptionModel}
          took={voice.transcribeMs === null ? '' : formatDuration(voice.transcribeMs)}
          rowId={voice.transcriptionOutcomeId}
          shownId={row.id}
        />
        <Stage
          label={t('history.turn.answer')}
          model={answer.model}
          took={times.filter((time) => time !== null).join(' · ')}
          rowId={answer.outcomeId}
          shownId={row.id}
        />
      </ol>
    </section>
  );
}

function Stage(props: {
  readonly label: string;
  readonly model?: string | null;
  readonly took: ReactNode;
  /** Its own request; null = there is none. */
  readonly rowId?: string | null;
  readonly shownId?: string;
}) {
  const { t } = useTranslation();
  const { label, model = null, took, rowId = null, shownId } = props;
  return (
    <li className="col-span-3 grid grid-cols-subgrid items-center">
      <span className="text-ink-3">{label}</span>
      <span className="min-w-0">
        {model !== null && <NamedModel id={model} />}
        <span className={model === null ? '' : 'block text-sm text-ink-3'}>{took}</span>
      </span>
      {rowId !== null &&
        (rowId === shownId ? (
          <span className="text-sm text-ink-3">{t('history.turn.shown')}</span>
        ) : (
          <Button
            size="sm"
            aria-label={t('history.turn.open', { stage: label })}
            onClick={() => void openHistoryRow(rowId)}
          >
            {t('history.turn.show')}
          </Button>
        ))}
    </li>
  );
}

/** Null = not spoken, not known yet, or the conversation is deleted. */
function useTurn(row: HistoryRow): SpokenTurn | null {
  const [found, setFound] = useState<{ id: string; turn: SpokenTurn | null } | null>(null);
  const { id, conversationId } = row;
  const spoken = maybeSpoken(row);
  useEffect(() => {
    let current = true;
    const read = async (): Promise<void> => {
      if (!spoken || conversationId === null) return;
      const result = await api().conversations.get({ id: conversationId });
      if (current && result.ok) setFound({ id, turn: turnOf(result.data, id) });
    };
    void read();
    return () => {
      current = false;
    };
  }, [id, conversationId, spoken]);
  return found?.id === id ? found.turn : null;
}
