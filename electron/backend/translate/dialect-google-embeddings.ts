import { z } from 'zod';
import type { IrWritten } from './ir';
import { type DroppableField, unknownFields } from './fields';

const READ = new Set(['input', 'dimensions', 'encoding_format']);

const DROPPABLE: readonly DroppableField[] = [
  { field: 'user', reason: 'a hint for the detection of abuse; Gemini has no place for it' },
];

const requestSchema = z.object({
  input: z.union([z.string(), z.array(z.string())]),
  dimensions: z.int().positive().nullish(),
});

/**
 * A `POST /v1/embeddings` body as one of `models/{model}:batchEmbedContents` (v1beta). Unsupported:
 * `input` that is made of token numbers, and fields that Gemini has no word for, by their own names.
 */
export function googleEmbeddingsRequest(
  body: Readonly<Record<string, unknown>>,
  model: string,
): IrWritten {
  const unsupported = unknownFields(body, READ, DROPPABLE);
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) {
    unsupported.push(...parsed.error.issues.map((issue) => String(issue.path[0] ?? 'input')));
  }
  if (!parsed.success || unsupported.length > 0) {
    return { ok: false, unsupported: [...new Set(unsupported)] };
  }
  const { input, dimensions } = parsed.data;
  const texts = typeof input === 'string' ? [input] : input;
  const name = model.startsWith('models/') ? model : `models/${model}`;
  const requests = texts.map((text) => ({
    model: name,
    content: { parts: [{ text }] },
    ...(dimensions && { outputDimensionality: dimensions }),
  }));
  return { ok: true, body: { requests } };
}

const answerSchema = z.object({
  embeddings: z.array(z.object({ values: z.array(z.number()) })),
  usageMetadata: z
    .object({ promptTokenCount: z.number().nonnegative().nullish().catch(null) })
    .nullish()
    .catch(null),
});

/**
 * A `batchEmbedContents` answer as the one of `POST /v1/embeddings`, in the order asked; `base64` is
 * 32-bit floats, little-endian. Its usage is null where Gemini reports none. Null = no such answer.
 */
export function openaiEmbeddingsAnswer(
  json: unknown,
  model: string,
  encodingFormat: 'float' | 'base64',
): Readonly<Record<string, unknown>> | null {
  const { data: answer } = answerSchema.safeParse(json);
  if (answer === undefined) return null;
  const tokens = answer.usageMetadata?.promptTokenCount ?? null;
  return {
    object: 'list',
    data: answer.embeddings.map(({ values }, index) => ({
      object: 'embedding',
      index,
      embedding: encodingFormat === 'base64' ? base64Of(values) : values,
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function base64Of(values: readonly number[]): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
