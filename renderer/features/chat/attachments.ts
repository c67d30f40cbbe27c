import { MAX_PICTURE_NAME } from '@shared/pictures/limits';
import { api } from '../../app/api';
import { showView } from '../../app/store';
import { askFocus } from './actions';
import {
  addProblem,
  type Attachment,
  countReading,
  dismissProblems,
  dropAttachments,
  isFull,
  putAttachment,
  restoreAttachments,
} from './attachment-store';
import { loadDraftPictures } from './draft-pictures';
import { NEW_DRAFT } from './drafts';
import {
  browserPictures,
  type PictureProblem,
  preparePicture,
  type PictureTools,
} from './picture-file';
import { selectKey, useChatStore } from './store';

export interface NewAttachment {
  /** Base64 without a prefix. */
  readonly image: string;
  readonly mime: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly name: string;
  /** It shows a private app: no cloud provider gets it. */
  readonly localOnly?: boolean;
}

export type Attached =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: PictureProblem };

const shownKey = (): string => selectKey(useChatStore.getState());

/**
 * Adds a picture that the app made (a screenshot) to the message that is being written, and brings
 * the chat to the front. Nothing is sent. The code of a failure is one of `renderer/texts/errors.ts`.
 */
export async function addAttachment(
  { image, mime, name, localOnly = false }: NewAttachment,
  tools: PictureTools = browserPictures,
): Promise<Attached> {
  const bytes = Uint8Array.from(atob(image), (sign) => sign.charCodeAt(0));
  const file = new Blob([bytes], { type: mime });
  const added = await attach(shownKey(), { file, name, localOnly }, tools);
  if (!added.ok) return added;
  showView('chat');
  askFocus();
  return added;
}

/** Adds files that a person chose, pasted or dropped; what cannot be added is told in the composer. */
export async function addFiles(
  files: readonly File[],
  tools: PictureTools = browserPictures,
): Promise<void> {
  const key = shownKey();
  dismissProblems(key);
  for (const file of files) {
    const { name } = file;
    const added = await attach(key, { file, name, localOnly: false }, tools);
    if (added.ok) continue;
    const isMany = added.code === 'picture_many';
    addProblem(key, { name: isMany ? '' : name, code: added.code });
    if (isMany) break;
  }
  askFocus();
}

async function attach(
  key: string,
  { file, name, localOnly }: Pick<Attachment, 'name' | 'localOnly'> & { readonly file: Blob },
  tools: PictureTools,
): Promise<Attached> {
  if (isFull(key)) return { ok: false, code: 'picture_many' };
  countReading(key, 1);
  try {
    const prepared = await preparePicture(file, tools);
    if (!prepared.ok) return prepared;
    if (isFull(key)) return { ok: false, code: 'picture_many' };
    const { picture } = prepared;
    putAttachment(key, {
      ...picture,
      id: crypto.randomUUID(),
      name: name.trim().slice(0, MAX_PICTURE_NAME),
      localOnly,
      url: urlOf(picture),
    });
    return { ok: true };
  } finally {
    countReading(key, -1);
  }
}

/** Pictures that were kept with the drafts when the window was closed. Call once. */
export async function restoreDraftPictures(): Promise<void> {
  const kept = await loadDraftPictures();
  restoreAttachments(
    kept.map(({ key, ...picture }) => ({ key, attachment: { ...picture, url: urlOf(picture) } })),
  );
  for (const key of new Set(kept.map((one) => one.key))) {
    if (key === NEW_DRAFT) continue;
    const found = await api().conversations.get({ id: key });
    // Deleted as the window closed, or by another program: its draft goes too.
    if (!found.ok && found.error.code === 'conversation_not_found') dropAttachments(key);
  }
}

function urlOf({ bytes, mime }: Pick<Attachment, 'bytes' | 'mime'>): string {
  return URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mime }));
}
