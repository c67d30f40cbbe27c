import { z } from 'zod';

/*
 * What Gemini's API takes, as documented. Its JSON is read from a protocol buffer, so a field it does
 * not know is an error ('Unknown name "x": Cannot find field'), never ignored.
 */

/** The part of OpenAPI 3 that `parameters` and `responseSchema` may use; JSON Schema has its own fields. */
interface OpenApiSchema {
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, OpenApiSchema>> | undefined;
}
const openApiSchema: z.ZodType<OpenApiSchema> = z.lazy(() =>
  z.strictObject({
    type: z
      .enum(['STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL'])
      .or(z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']))
      .optional(),
    format: z.string().optional(),
    title: z.string().optional(),
    description: z.string().optional(),
    nullable: z.boolean().optional(),
    enum: z.array(z.string()).optional(),
    maxItems: z.union([z.string(), z.number()]).optional(),
    minItems: z.union([z.string(), z.number()]).optional(),
    properties: z.record(z.string(), openApiSchema).optional(),
    required: z.array(z.string()).optional(),
    minProperties: z.union([z.string(), z.number()]).optional(),
    maxProperties: z.union([z.string(), z.number()]).optional(),
    minLength: z.union([z.string(), z.number()]).optional(),
    maxLength: z.union([z.string(), z.number()]).optional(),
    pattern: z.string().optional(),
    example: z.unknown().optional(),
    anyOf: z.array(openApiSchema).optional(),
    propertyOrdering: z.array(z.string()).optional(),
    default: z.unknown().optional(),
    items: openApiSchema.optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
);

const part = z
  .strictObject({
    text: z.string().optional(),
    thought: z.boolean().optional(),
    // A protocol buffer's bytes are read in either alphabet, padded or not.
    thoughtSignature: z.union([z.base64(), z.base64url()]).optional(),
    inlineData: z
      .strictObject({ mimeType: z.string(), data: z.base64(), displayName: z.string().optional() })
      .optional(),
    fileData: z.strictObject({ mimeType: z.string().optional(), fileUri: z.string() }).optional(),
    functionCall: z
      .strictObject({
        id: z.string().optional(),
        name: z.string().min(1),
        args: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
    functionResponse: z
      .strictObject({
        id: z.string().optional(),
        name: z.string().min(1),
        response: z.record(z.string(), z.unknown()),
        parts: z.array(z.unknown()).optional(),
      })
      .optional(),
  })
  .refine(
    (value) =>
      ['text', 'inlineData', 'fileData', 'functionCall', 'functionResponse'].filter(
        (name) => value[name as keyof typeof value] !== undefined,
      ).length === 1,
    'required oneof field "data" must have one initialized field',
  );

const content = z.strictObject({
  role: z.enum(['user', 'model', 'function']).optional(),
  parts: z.array(part).min(1),
});
export type GoogleContent = z.infer<typeof content>;

const functionDeclaration = z.strictObject({
  name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}$/, 'Invalid function name.'),
  description: z.string().optional(),
  behavior: z.string().optional(),
  parameters: openApiSchema.optional(),
  parametersJsonSchema: z.unknown().optional(),
  response: openApiSchema.optional(),
  responseJsonSchema: z.unknown().optional(),
});

const tool = z.strictObject({
  functionDeclarations: z.array(functionDeclaration).optional(),
  googleSearch: z.record(z.string(), z.unknown()).optional(),
  codeExecution: z.record(z.string(), z.unknown()).optional(),
  urlContext: z.record(z.string(), z.unknown()).optional(),
});

const toolConfig = z.strictObject({
  functionCallingConfig: z
    .strictObject({
      mode: z.enum(['AUTO', 'ANY', 'NONE', 'VALIDATED']).optional(),
      allowedFunctionNames: z.array(z.string()).optional(),
    })
    .optional(),
});

const generationConfig = z.strictObject({
  stopSequences: z.array(z.string()).max(5).optional(),
  responseMimeType: z.enum(['text/plain', 'application/json', 'text/x.enum']).optional(),
  responseSchema: openApiSchema.optional(),
  responseJsonSchema: z.unknown().optional(),
  responseModalities: z.array(z.string()).optional(),
  candidateCount: z.int().min(1).max(8).optional(),
  maxOutputTokens: z.int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  topK: z.int().optional(),
  seed: z.int().optional(),
  presencePenalty: z.number().min(-2).max(2).optional(),
  frequencyPenalty: z.number().min(-2).max(2).optional(),
  responseLogprobs: z.boolean().optional(),
  logprobs: z.int().min(0).max(20).optional(),
  thinkingConfig: z
    .strictObject({
      includeThoughts: z.boolean().optional(),
      thinkingBudget: z.int().optional(),
      thinkingLevel: z.string().optional(),
    })
    .optional(),
  speechConfig: z.unknown().optional(),
  mediaResolution: z.string().optional(),
});

export const generateSchema = z.strictObject({
  model: z.string().optional(),
  contents: z.array(content).min(1, 'contents is not specified'),
  systemInstruction: content.optional(),
  tools: z.array(tool).optional(),
  toolConfig: toolConfig.optional(),
  safetySettings: z.array(z.unknown()).optional(),
  generationConfig: generationConfig.optional(),
  cachedContent: z.string().optional(),
});
export type GoogleBody = z.infer<typeof generateSchema>;

const embedRequest = z.strictObject({
  model: z.string().startsWith('models/', 'model is required'),
  content,
  taskType: z.string().optional(),
  title: z.string().optional(),
  outputDimensionality: z.int().min(1).optional(),
});
export const embedSchema = z.strictObject({ requests: z.array(embedRequest).min(1).max(100) });
export type GoogleEmbedBody = z.infer<typeof embedSchema>;

/** `countTokens` takes the contents, or the whole request with its model. */
export const countTokensSchema = z
  .strictObject({
    contents: z.array(content).optional(),
    generateContentRequest: generateSchema
      .extend({ model: z.string().startsWith('models/') })
      .optional(),
  })
  .refine(
    (body) => (body.contents === undefined) !== (body.generateContentRequest === undefined),
    'contents and generateContentRequest are mutually exclusive',
  );

/** The first thing wrong with the order of turns; null = nothing. */
export function problemInContents(contents: readonly GoogleContent[]): string | null {
  let called: readonly string[] = [];
  for (const [index, { role, parts }] of contents.entries()) {
    const answered = parts.flatMap(({ functionResponse }) => functionResponse?.name ?? []);
    if (answered.length !== called.length) {
      return 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.';
    }
    if ([...answered].sort().join() !== [...called].sort().join()) {
      return 'Please ensure that function response names match the function calls.';
    }
    called = parts.flatMap(({ functionCall }) => functionCall?.name ?? []);
    if (called.length > 0 && (role !== 'model' || index === 0)) {
      return 'Please ensure that function call turn comes immediately after a user turn or after a function response turn.';
    }
    if (answered.length > 0 && role === 'model') {
      return 'Please ensure that function response turn has the user role.';
    }
  }
  return called.length > 0 ? 'Please ensure that every function call has a response.' : null;
}
