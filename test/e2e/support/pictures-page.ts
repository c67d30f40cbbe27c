import { expect, type Locator, type Page } from '@playwright/test';

export interface FileOfTest {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Pictures in the chat: those of the message that is written, and those that were sent. */
export class PicturesPage {
  /** The pictures of the message that is being written. */
  readonly strip: Locator;
  readonly thumbnails: Locator;
  readonly recipient: Locator;

  constructor(private readonly page: Page) {
    this.strip = page.getByTestId('attachments');
    this.thumbnails = this.strip.getByRole('button', { name: /^Look at / });
    this.recipient = page.getByTestId('picture-recipient');
  }

  /** By the file dialog of the button. */
  async attach(...files: readonly FileOfTest[]): Promise<void> {
    const chosen = this.page.waitForEvent('filechooser');
    await this.page.getByRole('button', { name: 'Attach pictures' }).click();
    await (await chosen).setFiles([...files]);
  }

  thumbnail(name: string): Locator {
    return this.strip.getByRole('button', { name: `Look at ${name}`, exact: true }).first();
  }

  removeButton(name: string): Locator {
    return this.strip.getByRole('button', { name: `Remove ${name}`, exact: true });
  }

  /** One that was sent. */
  shown(name: string): Locator {
    return this.page
      .getByLabel('Transcript')
      .getByRole('button', { name: `Look at ${name}`, exact: true })
      .first();
  }

  /** How many pictures of drafts are on the disk. */
  async keptWithDrafts(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opened = indexedDB.open('auto-router.drafts');
          opened.addEventListener('error', () => reject(new Error('no database')));
          opened.addEventListener('success', () => {
            const asked = opened.result.transaction('pictures').objectStore('pictures').count();
            asked.addEventListener('success', () => resolve(asked.result));
          });
        }),
    );
  }

  /** As Ctrl+V gives it, with words where the clipboard has both. */
  async paste(file: FileOfTest, words = ''): Promise<void> {
    await this.#give('paste', [file], words);
  }

  /** Over the chat, as a file manager does. */
  async drop(files: readonly FileOfTest[]): Promise<void> {
    await this.#give('drop', files, '');
  }

  async #give(kind: 'paste' | 'drop', files: readonly FileOfTest[], words: string): Promise<void> {
    const plain = files.map(({ name, mimeType, buffer }) => ({
      name,
      mimeType,
      data: buffer.toString('base64'),
    }));
    const box = this.page.getByRole('textbox', { name: 'Message' });
    await expect(box).toBeVisible();
    await box.evaluate(
      (element, given) => {
        const transfer = new DataTransfer();
        for (const { name, mimeType, data } of given.plain) {
          const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
          transfer.items.add(new File([bytes], name, { type: mimeType }));
        }
        if (given.words !== '') transfer.setData('text/plain', given.words);
        const init = { bubbles: true, cancelable: true };
        if (given.kind === 'paste') {
          element.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: transfer }));
          return;
        }
        element.dispatchEvent(new DragEvent('dragover', { ...init, dataTransfer: transfer }));
        element.dispatchEvent(new DragEvent('drop', { ...init, dataTransfer: transfer }));
      },
      { kind, plain, words },
    );
  }

  /** A real JPEG of Chromium's own. */
  async makeJpeg(width: number, height: number): Promise<Buffer> {
    return this.#draw('image/jpeg', width, height);
  }

  /** Something that looks like a screen, to look at. */
  async makeScreen(): Promise<Buffer> {
    return this.#draw('image/png', 1280, 720);
  }

  async #draw(type: string, width: number, height: number): Promise<Buffer> {
    const url = await this.page.evaluate(
      (given) => {
        const canvas = document.createElement('canvas');
        canvas.width = given.width;
        canvas.height = given.height;
        const context = canvas.getContext('2d');
        if (context === null) throw new Error('no canvas');
        context.fillStyle = '#f3f4f6';
        context.fillRect(0, 0, given.width, given.height);
        context.fillStyle = '#1f2937';
        context.fillRect(0, 0, given.width, 40);
        context.font = '40px sans-serif';
        context.fillText('Error 0x80070057: the parameter is wrong', 80, 200);
        return canvas.toDataURL(given.type);
      },
      { type, width, height },
    );
    return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  }
}

/** A JPEG with what a camera writes: an Exif segment with the way it was held, and where. */
export function withCameraData(
  jpeg: Buffer,
  { orientation, secret }: { readonly orientation: number; readonly secret: string },
): Buffer {
  const text = Buffer.from(`${secret}\0`, 'latin1');
  const tiff = Buffer.alloc(38);
  tiff.write('MM', 0, 'latin1');
  tiff.writeUInt16BE(42, 2);
  tiff.writeUInt32BE(8, 4); // where the directory is
  tiff.writeUInt16BE(2, 8); // it has two entries
  tiff.writeUInt16BE(0x010e, 10); // description
  tiff.writeUInt16BE(2, 12);
  tiff.writeUInt32BE(text.length, 14);
  tiff.writeUInt32BE(38, 18);
  tiff.writeUInt16BE(0x0112, 22); // orientation
  tiff.writeUInt16BE(3, 24);
  tiff.writeUInt32BE(1, 26);
  tiff.writeUInt16BE(orientation, 30);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, text]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}
