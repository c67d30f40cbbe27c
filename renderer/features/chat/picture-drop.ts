import { type ClipboardEvent, type DragEvent, useState } from 'react';
import { addFiles } from './attachments';

/** Sound is transcribed, wherever it is dropped; that is the voice's. */
const isSound = (type: string): boolean => /^(?:audio\/|video\/)/u.test(type);

/** What the chat takes when it is dropped on it: any file but sound; what is no picture is told. */
function picturesIn(transfer: DataTransfer): readonly File[] {
  const files = [...transfer.files];
  const pictures = files.filter(({ type }) => type.startsWith('image/'));
  if (pictures.length > 0) return pictures;
  return files.some(({ type }) => isSound(type)) ? [] : files;
}

export interface PictureDrop {
  /** A file is over the chat that would be taken. */
  readonly over: boolean;
  readonly handlers: {
    readonly onDragOver: (event: DragEvent) => void;
    readonly onDragLeave: (event: DragEvent) => void;
    readonly onDrop: (event: DragEvent) => void;
  };
}

/** Lets files be dropped anywhere on the chat. */
export function usePictureDrop(): PictureDrop {
  const [over, setOver] = useState(false);
  return {
    over,
    handlers: {
      onDragOver(event) {
        // Their bytes are not there before the drop, their types are.
        const items = [...event.dataTransfer.items].filter(({ kind }) => kind === 'file');
        if (items.every(({ type }) => isSound(type))) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave(event) {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
      },
      onDrop(event) {
        setOver(false);
        const pictures = picturesIn(event.dataTransfer);
        if (pictures.length === 0) return;
        event.preventDefault();
        void addFiles(pictures);
      },
    },
  };
}

/** Pictures of the clipboard; where there are words too (a table, a web page), the words are meant. */
export function pastePictures(event: ClipboardEvent): void {
  const { clipboardData: data } = event;
  const pictures = [...data.files].filter(({ type }) => type.startsWith('image/'));
  if (pictures.length === 0 || data.getData('text/plain') !== '') return;
  event.preventDefault();
  void addFiles(pictures);
}
