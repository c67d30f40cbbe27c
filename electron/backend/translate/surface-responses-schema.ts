import { z } from 'zod';

/*
 * What is read of a `POST /v1/responses` body. Objects are loose: what a schema does not name is looked
 * at by the reader, which reports what it cannot express.
 */

const text = z.string('must be a string');
const count = z.int('must be a whole number');
const number = z.number('must be a number');
const flag = z.boolean('must be true or false');
const object = z.record(z.string(), z.unknown(), 'must be an object');

/** An item or a content part before its type is known. */
export const typedSchema = z.looseObject({ type: text.optional() }, 'must be an object');
export type Typed = z.infer<typeof typedSchema>;

export const bodySchema = z.looseObject({
  input: z
    .union([z.string(), z.array(typedSchema)], 'must be a string or a list of items')
    .nullish(),
  instructions: text.nullish(),
  max_output_tokens: count.min(1, 'must be at least 1').nullish(),
  temperature: number.nullish(),
  top_p: number.nullish(),
  top_logprobs: count.min(0, 'must not be negative').nullish(),
  parallel_tool_calls: flag.nullish(),
  stream: flag.nullish(),
  store: flag.nullish(),
  background: flag.nullish(),
  truncation: text.nullish(),
  service_tier: text.nullish(),
  metadata: object.nullish(),
  user: text.nullish(),
  safety_identifier: text.nullish(),
  include: z.array(text, 'must be a list of strings').nullish(),
  tools: z.array(typedSchema, 'must be a list of tools').nullish(),
  tool_choice: z.union([text, typedSchema], 'must be a string or an object').nullish(),
  text: z
    .looseObject({ format: typedSchema.nullish(), verbosity: text.nullish() }, 'must be an object')
    .nullish(),
  reasoning: z
    .looseObject(
      {
        effort: text.nullish(),
        summary: text.nullish(),
        context: text.nullish(),
        mode: text.nullish(),
      },
      'must be an object',
    )
    .nullish(),
});
export type ResponsesBody = z.infer<typeof bodySchema>;

export const functionToolSchema = z.looseObject({
  name: text.min(1, 'must not be empty'),
  description: text.nullish(),
  parameters: object.nullish(),
  strict: flag.nullish(),
  defer_loading: flag.nullish(),
  allowed_callers: z.array(text).nullish(),
});

export const namedChoiceSchema = z.looseObject({ name: text.min(1, 'must not be empty') });

export const allowedToolsSchema = z.looseObject({
  mode: z.enum(['auto', 'required'], 'must be auto or required'),
  tools: z.array(z.looseObject({ type: text, name: text.optional() })),
});

export const jsonSchemaFormatSchema = z.looseObject({
  name: text.min(1, 'must not be empty'),
  description: text.nullish(),
  schema: object,
  strict: flag.nullish(),
});

export const messageSchema = z.looseObject({
  role: z.enum(
    ['user', 'assistant', 'system', 'developer'],
    'must be user, assistant, system or developer',
  ),
  content: z.union(
    [z.string(), z.array(typedSchema)],
    'must be a string or a list of content parts',
  ),
});

export const functionCallSchema = z.looseObject({
  call_id: text.min(1, 'must not be empty'),
  name: text.min(1, 'must not be empty'),
  arguments: text,
});

export const functionOutputSchema = z.looseObject({
  call_id: text.min(1, 'must not be empty'),
  output: z.union([z.string(), z.array(typedSchema)], 'must be a string or a list'),
});

export const referenceSchema = z.looseObject({ id: text.min(1, 'must not be empty') });

const textsSchema = z.array(z.looseObject({ text }), 'must be a list').nullish();

export const reasoningItemSchema = z.looseObject({
  summary: textsSchema,
  content: textsSchema,
  encrypted_content: text.nullish(),
});

export const textPartSchema = z.looseObject({ text });
export const refusalPartSchema = z.looseObject({ refusal: text });

export const imagePartSchema = z.looseObject({
  image_url: text.nullish(),
  file_id: text.nullish(),
  detail: text.nullish(),
});

export const filePartSchema = z.looseObject({
  file_data: text.nullish(),
  file_id: text.nullish(),
  file_url: text.nullish(),
  filename: text.nullish(),
});

export const audioPartSchema = z.looseObject({
  input_audio: z.looseObject({ data: text, format: text }, 'must be an object'),
});
