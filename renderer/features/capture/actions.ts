import type { Capture } from '@shared/ipc/capture';
import type { Result } from '@shared/ipc/result';
import { t } from 'i18next';
import { api, LOADING } from '../../app/api';
import { toast, toastError } from '../../components/toaster';
import { addAttachment } from '../chat/attachments';
import { reload } from '../recall/store';
import { type EditedPicture, loadPicture } from './picture';
import { type Purpose, useCaptureStore } from './store';

const set = useCaptureStore.setState;
const get = useCaptureStore.getState;

/** Asks what to capture. One capture at a time: while one is open, that one stays. */
export function openCapture(purpose: Purpose): void {
  if (get().stage !== 'closed') return;
  set({ stage: 'choosing', purpose });
  void loadSources();
}

export async function loadSources(): Promise<void> {
  set({ sources: LOADING });
  const result = await api().capture.sources();
  set({
    sources: result.ok
      ? { state: 'ready', value: result.data }
      : { state: 'error', error: result.error },
  });
}

/** A whole screen or window. */
export function takeSource(id: string): Promise<void> {
  return take(() => api().capture.take({ id }));
}

/** A part of a screen, drawn on the frozen screens. */
export function takeRegion(): Promise<void> {
  return take(() => api().capture.region());
}

async function take(capture: () => Promise<Result<Capture>>): Promise<void> {
  if (get().busy) return;
  set({ busy: true });
  const result = await capture();
  set({ busy: false });
  if (result.ok) await show(result.data);
  else if (result.error.code !== 'cancelled') toastError(result.error);
}

async function show(capture: Capture): Promise<void> {
  try {
    set({ taken: { capture, picture: await loadPicture(capture.image) }, stage: 'preview' });
  } catch {
    toastError({ code: 'capture_failed', message: 'The picture could not be read.' });
  }
}

/** Fetches what the shortcut took; one that comes while another is looked at waits behind it. */
export async function collectCaptures(): Promise<void> {
  const result = await api().capture.collect();
  if (!result.ok) {
    toastError(result.error);
    return;
  }
  if (result.data.length === 0) return;
  const isOpen = get().stage === 'preview';
  if (!isOpen) set({ purpose: 'ask' });
  set(({ waiting }) => ({ waiting: [...waiting, ...result.data] }));
  if (!isOpen) await next();
}

async function next(): Promise<void> {
  const [first, ...waiting] = get().waiting;
  set({ waiting, taken: null, stage: 'closed' });
  if (first !== undefined) await show(first);
}

/** Back to what can be captured; the picture is thrown away. */
export function chooseAnother(): void {
  set({ taken: null, stage: 'choosing' });
  void loadSources();
}

/** Throws away what is open; what waits behind it comes next. */
export function closeCapture(): void {
  void next();
}

/** Keeps it in Recall. False = it was not, and why is told; the picture stays open. */
export async function keepCapture(
  { image, width, height }: EditedPicture,
  title: string,
  localOnly: boolean,
): Promise<boolean> {
  const result = await api().recall.keep({ image, width, height, title, localOnly });
  if (!result.ok) {
    toastError(result.error);
    return false;
  }
  toast({ title: t('capture.kept'), body: t('capture.keptBody') });
  await reload(new Date());
  return true;
}

/** Puts it into the message that is being written. False = it was not, and why is told. */
export async function attachCapture(
  picture: EditedPicture,
  title: string,
  localOnly: boolean,
): Promise<boolean> {
  const name = title === '' ? t('capture.unnamed') : title;
  const added = await addAttachment({ ...picture, name, localOnly });
  if (!added.ok) toastError({ code: added.code, message: added.code });
  return added.ok;
}
