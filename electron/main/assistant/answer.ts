import type { AnswerMeta } from '@shared/api/conversations';
import type { BackendClient, ChatRequest } from '../backend/backend-client';
import type { Clock } from '../clock';
import { IpcFailure, toIpcError } from '../ipc/failure';
import type { Log } from '../shell/log';
import { EMPTY_META, metaFromHeaders, withRow } from './answer-meta';
import { createDeltaBatch } from './delta-batch';
import { readChatStream } from './read-stream';

export interface AnswerDeps {
  readonly client: Pick<BackendClient, 'openChat' | 'historyPage'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AnswerEvents {
  readonly onStart: (meta: AnswerMeta) => void;
  readonly onText: (text: string) => void;
}

export interface Answer {
  /** All that came, also when it failed or was stopped. */
  readonly content: string;
  readonly meta: AnswerMeta;
  /** After a stop or a failure the figures come later: the whole meta then, or null. */
  readonly lateMeta: Promise<AnswerMeta | null>;
}

/** Where an answer comes from: a request in writing, or a live session. Never fails. */
export type AnswerSource = (signal: AbortSignal, events: AnswerEvents) => Promise<Answer>;

/** The history row is written in batches; it is looked for this often. */
const ROW_LOOKS = 4;
const ROW_PAUSE_MS = 60;
const ROW_PAGE = 20;

/** What is asked; its messages are made when the answer begins, since they may need reading. */
export type AnswerRequest = Omit<ChatRequest, 'messages'> & {
  readonly messages: () => Promise<ChatRequest['messages']>;
};

/** Streams one answer. Never fails: a failure is a status with a code, beside the text that came. */
export async function streamAnswer(
  request: AnswerRequest,
  signal: AbortSignal,
  { client, clock, log }: AnswerDeps,
  { onStart, onText }: AnswerEvents,
): Promise<Answer> {
  const startedAt = clock.now();
  let meta = EMPTY_META;
  let content = '';
  const batch = createDeltaBatch(onText, clock);

  async function receive(): Promise<void> {
    const messages = await request.messages();
    const response = await client.openChat({ ...request, messages }, signal, (headers) => {
      meta = metaFromHeaders(headers);
      if (!signal.aborted) onStart(meta);
    });
    if (response.body === null) throw new IpcFailure('provider_bad_answer', 'The answer is empty.');
    for await (const piece of readChatStream(response.body)) {
      if (signal.aborted) return;
      if (piece.kind === 'usage') {
        const { promptTokens, completionTokens } = piece;
        meta = { ...meta, promptTokens, completionTokens };
        continue;
      }
      meta = { ...meta, firstTokenMs: meta.firstTokenMs ?? clock.now() - startedAt };
      content += piece.text;
      batch.add(piece.text);
    }
  }

  function end(change: Partial<AnswerMeta>): AnswerMeta {
    batch.flush();
    return { ...meta, totalMs: clock.now() - startedAt, ...change };
  }

  const lookUp = (ended: AnswerMeta): Promise<AnswerMeta | null> =>
    withHistory(ended, client, clock).catch((error: unknown) => {
      log.warn('chat: the figures of an answer could not be read', { error });
      return null;
    });

  try {
    await untilAborted(receive(), signal);
    const ended = end({ status: 'succeeded' });
    return { content, meta: (await lookUp(ended)) ?? ended, lateMeta: Promise.resolve(null) };
  } catch (error) {
    const ended = end(signal.aborted ? { status: 'aborted' } : failed(error, content));
    if (!signal.aborted) log.warn('chat: an answer failed', { code: ended.errorCode, error });
    return { content, meta: ended, lateMeta: lookUp(ended) };
  }
}

/** Settles as the work does, or fails at the abort, however long the work takes to notice it. */
function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new IpcFailure('cancelled', 'Stopped.'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function failed(error: unknown, content: string): Partial<AnswerMeta> {
  const { code, message } =
    error instanceof IpcFailure
      ? error.toError()
      : error instanceof TypeError // what fetch throws when a body breaks off
        ? {
            code: 'backend_unavailable',
            message: 'The router stopped in the middle of the answer.',
          }
        : toIpcError(error);
  const kept = content === '' ? '' : ' What came until then is kept.';
  return { status: 'failed', errorCode: code, errorMessage: `${message}${kept}` };
}

/** Cost and tokens as the backend recorded them; null when there is no row. */
export async function withHistory(
  meta: AnswerMeta,
  client: Pick<AnswerDeps['client'], 'historyPage'>,
  clock: Clock,
): Promise<AnswerMeta | null> {
  if (meta.outcomeId === null) return null;
  for (let look = 0; look < ROW_LOOKS; look += 1) {
    if (look > 0) await new Promise<void>((resolve) => clock.after(ROW_PAUSE_MS, resolve));
    const { rows } = await client.historyPage({}, ROW_PAGE, 0);
    const row = rows.find(({ id }) => id === meta.outcomeId);
    if (row !== undefined && row.status !== 'running') return withRow(meta, row);
  }
  return null;
}
