import { z } from 'zod';
import { regexProblem } from './safe-regex';

/** Any JSON value, as a golden answer may hold it. */
const jsonValueSchema = z.json();
export type JsonValue = z.infer<typeof jsonValueSchema>;

/** How an answer is graded: mechanically, never by a model (S4-9). */
export const checkSchema = z.discriminatedUnion('kind', [
  /** The answer, the whole text or its last non-empty lines; letter case counts unless told. */
  z.strictObject({
    kind: z.literal('exact'),
    answer: z.string().trim().min(1),
    ignoreCase: z.boolean().optional(),
  }),
  /** Every part stands somewhere in the text as a word of its own, whatever its letter case. */
  z.strictObject({
    kind: z.literal('contains_all'),
    parts: z.array(z.string().trim().min(1)).min(1),
  }),
  /** The pattern matches the last non-empty line or the whole text. */
  z
    .strictObject({ kind: z.literal('regex'), pattern: z.string(), flags: z.string().optional() })
    .superRefine(({ pattern, flags }, context) => {
      const problem = regexProblem(pattern, flags);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    }),
  /** The last JSON value of the text equals this one; the order of keys is free. */
  z.strictObject({ kind: z.literal('json_equal'), value: jsonValueSchema }),
]);
export type Check = Readonly<z.infer<typeof checkSchema>>;
