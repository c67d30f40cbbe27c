import { z } from 'zod';
import { MAX_PICTURE_BYTES, MAX_PICTURE_NAME, MAX_PICTURES } from '../pictures/limits';

/** The pictures of a new question, written or spoken. */
export const newPicturesSchema = z
  .array(
    z.object({
      name: z.string().max(MAX_PICTURE_NAME),
      bytes: z
        .instanceof(Uint8Array)
        .refine(({ length }) => length > 0 && length <= MAX_PICTURE_BYTES, 'too large or empty'),
      localOnly: z.boolean().optional(),
    }),
  )
  .max(MAX_PICTURES);
