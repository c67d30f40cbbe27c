import type { FileTranscript } from '@shared/ipc/voice';
import { type Segment, toSrt, toVtt } from '@shared/voice/subtitles';
import { t } from 'i18next';
import { create } from 'zustand';
import { api } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { type AudioTools, type Piece, piecesOf } from './audio-file';

export type FileJob =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'running';
      readonly name: string;
      readonly jobId: string;
      readonly done: number;
      /** 0 while the file is being read. */
      readonly pieces: number;
    }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly code: string;
      /** What is read and already text is kept: the rest can be tried again. */
      readonly kept: boolean;
    }
  | {
      readonly kind: 'done';
      readonly name: string;
      readonly text: string;
      /** Null when the model gave no times, for one piece at least. */
      readonly segments: readonly Segment[] | null;
      readonly model: string | null;
    };

interface FileStore {
  readonly open: boolean;
  readonly job: FileJob;
}

export const useFileStore = create<FileStore>()(() => ({ open: false, job: { kind: 'none' } }));

const set = useFileStore.setState;
const get = useFileStore.getState;

export function showFiles(open: boolean): void {
  set({ open });
}

/** A file that was read, and what of it is text by now. */
interface Begun {
  readonly name: string;
  readonly pieces: readonly Piece[];
  readonly parts: FileTranscript[];
}

/** The file of the job; null = it is not read, or it is not wanted any more. */
let begun: Begun | null = null;

/** Transcribes a file, piece after piece; its failure or the whole text is the job's end. */
export async function transcribeFile(file: File, tools?: AudioTools): Promise<void> {
  const { name } = file;
  await cancelFile();
  begun = null;
  const jobId = start(name, 0, 0);
  const read = await piecesOf(file, tools);
  if (!isRunning(jobId)) return;
  if ('code' in read) {
    set({ job: { kind: 'failed', name, code: read.code, kept: false } });
    return;
  }
  begun = { name, pieces: read.pieces, parts: [] };
  await goOn(begun, jobId);
}

/** Goes on with the piece that failed. */
export async function retryFile(): Promise<void> {
  const { job } = get();
  if (job.kind !== 'failed' || begun === null) return;
  const { name, parts, pieces } = begun;
  await goOn(begun, start(name, parts.length, pieces.length));
}

async function goOn({ name, pieces, parts }: Begun, jobId: string): Promise<void> {
  for (const piece of pieces.slice(parts.length)) {
    set({ job: { kind: 'running', name, jobId, done: parts.length, pieces: pieces.length } });
    const { bytes, type } = piece;
    const result = await api().voice.transcribeFile({ jobId, name: piece.name, type, bytes });
    if (!isRunning(jobId)) return;
    if (!result.ok) {
      set({ job: { kind: 'failed', name, code: result.error.code, kept: true } });
      return;
    }
    parts.push(result.data);
  }
  begun = null;
  const starts = pieces.map(({ startS }) => startS);
  set({ job: { kind: 'done', name, ...joinParts(parts, starts) } });
}

function start(name: string, done: number, pieces: number): string {
  const jobId = crypto.randomUUID();
  set({ open: true, job: { kind: 'running', name, jobId, done, pieces } });
  return jobId;
}

function isRunning(jobId: string): boolean {
  const { job } = get();
  return job.kind === 'running' && job.jobId === jobId;
}

/** The parts as one transcript; `starts` in seconds. */
export function joinParts(
  parts: readonly FileTranscript[],
  starts: readonly number[],
): Pick<Extract<FileJob, { kind: 'done' }>, 'text' | 'segments' | 'model'> {
  const segments: Segment[] = [];
  let timed = true;
  for (const [index, part] of parts.entries()) {
    const from = starts[index] ?? 0;
    if (part.segments === null) timed = false;
    for (const { start, end, text } of part.segments ?? []) {
      segments.push({ start: start + from, end: end + from, text });
    }
  }
  return {
    text: parts.map(({ text }) => text).join('\n\n'),
    segments: timed ? segments : null,
    model: parts[0]?.model ?? null,
  };
}

export async function cancelFile(): Promise<void> {
  const { job } = get();
  if (job.kind !== 'running') return;
  begun = null;
  set({ job: { kind: 'none' } });
  await api().voice.cancelFile({ jobId: job.jobId });
}

/** Saves the transcript through main, which asks where. */
export async function saveTranscript(format: 'txt' | 'srt' | 'vtt'): Promise<void> {
  const { job } = get();
  if (job.kind !== 'done') return;
  const segments = job.segments ?? [];
  const text =
    format === 'txt' ? `${job.text}\n` : format === 'srt' ? toSrt(segments) : toVtt(segments);
  const name = `${job.name.replace(/\.[^.]+$/u, '')}.${format}`;
  const result = await api().voice.saveTranscript({ name, text });
  if (result.ok) toast({ title: t('voice.files.saved', { path: result.data.path }) });
  else if (result.error.code !== 'cancelled') toastError(result.error);
}
