import { MAX_PICTURE_NAME, MAX_PICTURES } from '@shared/pictures/limits';
import { create } from 'zustand';
import { showView } from '../../app/store';
import { askFocus } from './actions';
import {
  browserPictures,
  type PictureProblem,
  preparePicture,
  type PictureTools,
} from './picture-file';
import type { PreparedPicture } from './picture-file';
import { type ChatState, selectKey, useChatStore } from './store';

/** A picture of a message that is being written. */
export interface Attachment extends PreparedPicture {
  readonly id: string;
  readonly name: string;
  /** Of its bytes, for the page. */
  readonly url: string;
}

/** A file that was not added. */
export interface AttachmentProblem {
  readonly name: string;
  readonly code: PictureProblem;
}

export interface AttachmentState {
  /** By the key of the draft, in the order in which they were added. */
  readonly attachments: Readonly<Record<string, readonly Attachment[]>>;
  /** Files that are being read, by the key of the draft. */
  readonly reading: Readonly<Record<string, number>>;
  readonly problems: Readonly<Record<string, readonly AttachmentProblem[]>>;
}

export const useAttachmentStore = create<AttachmentState>()(() => ({
  attachments: {},
  reading: {},
  problems: {},
}));

const NONE: readonly Attachment[] = [];
const NO_PROBLEMS: readonly AttachmentProblem[] = [];
const set = useAttachmentStore.setState;
const get = useAttachmentStore.getState;

export function attachmentsOf(key: string): (state: AttachmentState) => readonly Attachment[] {
  return (state) => state.attachments[key] ?? NONE;
}

export function problemsOf(key: string): (state: AttachmentState) => readonly AttachmentProblem[] {
  return (state) => state.problems[key] ?? NO_PROBLEMS;
}

/** The draft that is shown. */
const shownKey = (state: ChatState = useChatStore.getState()): string => selectKey(state);

export interface NewAttachment {
  /** Base64 without a prefix. */
  readonly image: string;
  readonly mime: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly name: string;
}

export type Attached =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: PictureProblem };

/**
 * Adds a picture that the app made (a screenshot) to the message that is being written, and brings
 * the chat to the front. Nothing is sent. The code of a failure is one of `renderer/texts/errors.ts`.
 */
export async function addAttachment(
  { image, mime, name }: NewAttachment,
  tools: PictureTools = browserPictures,
): Promise<Attached> {
  const bytes = Uint8Array.from(atob(image), (sign) => sign.charCodeAt(0));
  const added = await attach(shownKey(), new Blob([bytes], { type: mime }), name, tools);
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
    const added = await attach(key, file, file.name, tools);
    if (!added.ok) addProblem(key, { name: file.name, code: added.code });
  }
  askFocus();
}

async function attach(
  key: string,
  file: Blob,
  name: string,
  tools: PictureTools,
): Promise<Attached> {
  if (isFull(key)) return { ok: false, code: 'picture_many' };
  count(key, 1);
  try {
    const prepared = await preparePicture(file, tools);
    if (!prepared.ok) return prepared;
    if (isFull(key)) return { ok: false, code: 'picture_many' };
    const { picture } = prepared;
    const attachment: Attachment = {
      ...picture,
      id: crypto.randomUUID(),
      name: name.trim().slice(0, MAX_PICTURE_NAME),
      url: URL.createObjectURL(new Blob([new Uint8Array(picture.bytes)], { type: picture.mime })),
    };
    put(key, [...attachmentsOf(key)(get()), attachment]);
    return { ok: true };
  } finally {
    count(key, -1);
  }
}

export function removeAttachment(key: string, id: string): void {
  const known = attachmentsOf(key)(get());
  for (const attachment of known) if (attachment.id === id) URL.revokeObjectURL(attachment.url);
  put(
    key,
    known.filter((attachment) => attachment.id !== id),
  );
}

export function dismissProblems(key: string): void {
  set(({ problems: { [key]: _gone, ...problems } }) => ({ problems }));
}

/** The draft got its conversation: its pictures move along. */
export function moveAttachments(from: string, to: string): void {
  const moved = attachmentsOf(from)(get());
  if (moved.length === 0) return;
  put(to, [...attachmentsOf(to)(get()), ...moved]);
  put(from, NONE);
}

function isFull(key: string): boolean {
  return attachmentsOf(key)(get()).length >= MAX_PICTURES;
}

function put(key: string, next: readonly Attachment[]): void {
  set(({ attachments: { [key]: _old, ...others } }) => ({
    attachments: next.length === 0 ? others : { ...others, [key]: next },
  }));
}

function count(key: string, by: 1 | -1): void {
  set(({ reading: { [key]: before = 0, ...others } }) => {
    const now = before + by;
    return { reading: now === 0 ? others : { ...others, [key]: now } };
  });
}

function addProblem(key: string, problem: AttachmentProblem): void {
  set(({ problems }) => ({
    problems: { ...problems, [key]: [...problemsOf(key)(get()), problem] },
  }));
}
