import type { NewPicture } from '@shared/ipc/contract';
import { MAX_PICTURES } from '@shared/pictures/limits';
import { create } from 'zustand';
import { forgetDraftPictures, keepDraftPicture, moveDraftPictures } from './draft-pictures';
import type { PictureProblem, PreparedPicture } from './picture-file';

/** A picture of a message that is being written. */
export interface Attachment extends PreparedPicture {
  readonly id: string;
  readonly name: string;
  /** Of its bytes, for the page. */
  readonly url: string;
  /** It shows a private app: no cloud provider gets it. */
  readonly localOnly: boolean;
}

/** A file that was not added; the name is '' when it stands for several. */
export interface AttachmentProblem {
  readonly name: string;
  readonly code: PictureProblem;
}

/** Each by the key of the draft. */
export interface AttachmentState {
  /** In the order in which they were added. */
  readonly attachments: Readonly<Record<string, readonly Attachment[]>>;
  /** How many files are being read. */
  readonly reading: Readonly<Record<string, number>>;
  readonly problems: Readonly<Record<string, readonly AttachmentProblem[]>>;
}

export const useAttachmentStore = create<AttachmentState>()(() => ({
  attachments: {},
  reading: {},
  problems: {},
}));

/** As it goes to main. */
export const asNewPicture = ({ name, bytes, localOnly }: Attachment): NewPicture => ({
  name,
  bytes,
  localOnly,
});

const NONE: readonly Attachment[] = [];
const NO_PROBLEMS: readonly AttachmentProblem[] = [];
const set = useAttachmentStore.setState;
const get = useAttachmentStore.getState;

export const attachmentsOf =
  (key: string) =>
  (state: AttachmentState): readonly Attachment[] =>
    state.attachments[key] ?? NONE;

export const problemsOf =
  (key: string) =>
  (state: AttachmentState): readonly AttachmentProblem[] =>
    state.problems[key] ?? NO_PROBLEMS;

export const isReading =
  (key: string) =>
  (state: AttachmentState): boolean =>
    (state.reading[key] ?? 0) > 0;

export function isFull(key: string): boolean {
  return attachmentsOf(key)(get()).length >= MAX_PICTURES;
}

/** Adds one and keeps it with the draft. */
export function putAttachment(key: string, attachment: Attachment): void {
  setAttachments(key, [...attachmentsOf(key)(get()), attachment]);
  keepDraftPicture(key, attachment);
}

/** Shows again what was kept with the drafts; what was added meanwhile stays behind it. */
export function restoreAttachments(
  kept: readonly { readonly key: string; readonly attachment: Attachment }[],
): void {
  for (const key of new Set(kept.map((one) => one.key))) {
    const known = attachmentsOf(key)(get());
    const ids = new Set(known.map(({ id }) => id));
    const back = kept.filter((one) => one.key === key && !ids.has(one.attachment.id));
    const all = [...back.map(({ attachment }) => attachment), ...known];
    setAttachments(key, all.slice(0, MAX_PICTURES));
  }
}

export function removeAttachments(key: string, ids: readonly string[]): void {
  const known = attachmentsOf(key)(get());
  const gone = known.filter(({ id }) => ids.includes(id));
  if (gone.length === 0) return;
  for (const { url } of gone) URL.revokeObjectURL(url);
  setAttachments(
    key,
    known.filter((one) => !gone.includes(one)),
  );
  forgetDraftPictures(gone.map(({ id }) => id));
}

/** The conversation is gone, and its draft with it. */
export function dropAttachments(key: string): void {
  removeAttachments(
    key,
    attachmentsOf(key)(get()).map(({ id }) => id),
  );
}

/** The draft got its conversation: its pictures move along. */
export function moveAttachments(from: string, to: string): void {
  const moved = attachmentsOf(from)(get());
  if (moved.length === 0) return;
  setAttachments(to, [...attachmentsOf(to)(get()), ...moved]);
  setAttachments(from, NONE);
  moveDraftPictures(
    moved.map(({ id }) => id),
    to,
  );
}

export function countReading(key: string, by: 1 | -1): void {
  set(({ reading: { [key]: before = 0, ...others } }) => {
    const now = before + by;
    return { reading: now === 0 ? others : { ...others, [key]: now } };
  });
}

export function addProblem(key: string, problem: AttachmentProblem): void {
  set((state) => ({
    problems: { ...state.problems, [key]: [...problemsOf(key)(state), problem] },
  }));
}

export function dismissProblems(key: string): void {
  set(({ problems: { [key]: _gone, ...problems } }) => ({ problems }));
}

function setAttachments(key: string, next: readonly Attachment[]): void {
  set(({ attachments: { [key]: _old, ...others } }) => ({
    attachments: next.length === 0 ? others : { ...others, [key]: next },
  }));
}
