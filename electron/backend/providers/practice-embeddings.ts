import { z } from 'zod';

/** Length of a practice vector unless the caller names another. */
const DIMENSIONS = 256;

const bodySchema = z.object({
  input: z.union([
    z.string(),
    z.array(z.string()),
    z.array(z.number()),
    z.array(z.array(z.number())),
  ]),
  dimensions: z.int().positive().max(4096).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
});

/** An answer in OpenAI's form; null = the body is none of it. */
export function practiceEmbeddings(
  body: Readonly<Record<string, unknown>>,
  model: string,
): { readonly answer: object; readonly promptTokens: number } | null {
  const { data: request } = bodySchema.safeParse(body);
  if (request === undefined) return null;
  const texts = textsOf(request.input);
  const data = texts.map((text, index) => {
    const vector = practiceVector(text, request.dimensions ?? DIMENSIONS);
    const embedding = request.encoding_format === 'base64' ? base64Of(vector) : vector;
    return { object: 'embedding', index, embedding };
  });
  const promptTokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  const usage = { prompt_tokens: promptTokens, total_tokens: promptTokens };
  return { answer: { object: 'list', data, model, usage }, promptTokens };
}

/** Token numbers are embedded as the text of their digits. */
function textsOf(input: z.infer<typeof bodySchema>['input']): readonly string[] {
  if (typeof input === 'string') return [input];
  const numbers = input.filter((entry) => typeof entry === 'number');
  if (numbers.length > 0) return [numbers.join(' ')];
  return input.map((entry) => (Array.isArray(entry) ? entry.join(' ') : String(entry)));
}

/**
 * A vector of length 1 that depends on the text alone: every word is hashed to a few places. Texts that
 * share words lie close; it understands nothing, and says nothing about a real model.
 */
export function practiceVector(text: string, dimensions: number): readonly number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of [...words, '']) {
    for (let place = 0; place < 4; place += 1) {
      const hash = hashOf(`${place}:${word}`);
      const index = hash % dimensions;
      // The empty word is in every text, so that a text without words has a vector too.
      const weight = word === '' ? 0.01 : 1;
      vector[index] = (vector[index] ?? 0) + (hash & 0x10000 ? weight : -weight);
    }
  }
  const length = Math.hypot(...vector);
  // Places of the empty word may cancel each other out.
  if (length === 0) return vector.map((_, index) => (index === 0 ? 1 : 0));
  return vector.map((value) => value / length);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  // Its low bits alone are uneven for short texts.
  hash ^= hash >>> 15;
  return Math.imul(hash, 2_246_822_519) >>> 0;
}

/** 32-bit floats, little-endian, as OpenAI's clients ask for them. */
function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes.toString('base64');
}
