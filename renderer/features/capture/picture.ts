import type { Box } from './boxes';

/** Base64 characters that the router takes (12 MB of picture). */
const MOST_CHARACTERS = 16_000_000;
const JPEG_QUALITY = 0.9;

export interface EditedPicture {
  /** Base64 without a prefix. */
  readonly image: string;
  readonly mime: 'image/png' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/** Loads a data URL. Rejects when it is no picture. */
export async function loadPicture(dataUrl: string): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = dataUrl;
  await picture.decode();
  return picture;
}

/** Draws the picture as it goes on: black boxes over its pixels, nothing outside the crop. */
export function drawEdited(
  canvas: HTMLCanvasElement,
  picture: HTMLImageElement,
  boxes: readonly Box[],
  crop: Box | null,
): void {
  const { x, y, width, height } = crop ?? wholeOf(picture);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('there is no canvas to draw on');
  context.drawImage(picture, x, y, width, height, 0, 0, width, height);
  context.fillStyle = '#000000';
  for (const box of boxes) context.fillRect(box.x - x, box.y - y, box.width, box.height);
}

/** The edited picture as bytes: what was blacked out is in them nowhere. Null = too large. */
export function encodeEdited(
  picture: HTMLImageElement,
  boxes: readonly Box[],
  crop: Box | null,
): EditedPicture | null {
  const canvas = document.createElement('canvas');
  drawEdited(canvas, picture, boxes, crop);
  const { width, height } = canvas;
  for (const mime of ['image/png', 'image/jpeg'] as const) {
    const url = canvas.toDataURL(mime, JPEG_QUALITY); // of PNG there is no quality
    const image = url.slice(url.indexOf(',') + 1);
    if (image.length <= MOST_CHARACTERS) return { image, mime, width, height };
  }
  return null;
}

export function wholeOf({ naturalWidth, naturalHeight }: HTMLImageElement): Box {
  return { x: 0, y: 0, width: naturalWidth, height: naturalHeight };
}
