import { z } from 'zod';
import { PRACTICE_MARK } from './practice-answers';
import type { PracticeRequest, PracticeTool } from './practice-request';

/**
 * The tool that a practice model calls: the one that it must, or the first one that the question
 * names (`get_weather`, also written "get weather"). null = it answers. It calls once: with a result
 * at hand it answers.
 */
export function practiceToolCall(request: PracticeRequest): PracticeTool | null {
  const { tools, toolChoice, toolResults, question } = request;
  if (toolChoice === 'none' || toolResults.length > 0) return null;
  if (typeof toolChoice === 'object') {
    return tools.find((tool) => tool.name === toolChoice.name) ?? null;
  }
  const asked = plain(question.text);
  const named = tools.find((tool) => ` ${asked} `.includes(` ${plain(tool.name)} `));
  return named ?? (toolChoice === 'required' ? (tools[0] ?? null) : null);
}

function plain(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const schemaSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  minimum: z.number().optional(),
});

/** Deeper schemas end in null: they may name themselves. */
const MAX_DEPTH = 8;

/**
 * A value that a JSON Schema allows, the same for the same question: the first of an enumeration, the
 * question's first number, the mark of practice as text. Best effort: patterns and the like are not
 * looked at.
 */
export function practiceValue(schema: unknown, text: string, depth = 0): unknown {
  const parsed = schemaSchema.safeParse(schema).data;
  if (parsed === undefined || depth > MAX_DEPTH) return null;
  if (parsed.const !== undefined) return parsed.const;
  if (parsed.enum !== undefined) return parsed.enum[0] ?? null;
  if (parsed.anyOf !== undefined) return practiceValue(parsed.anyOf[0], text, depth + 1);
  const type = Array.isArray(parsed.type) ? parsed.type[0] : parsed.type;
  switch (type ?? (parsed.properties === undefined ? 'any' : 'object')) {
    case 'object':
      return Object.fromEntries(
        Object.entries(parsed.properties ?? {}).map(([name, property]) => [
          name,
          practiceValue(property, text, depth + 1),
        ]),
      );
    case 'array':
      return Array.from({ length: Math.min(parsed.minItems ?? 0, 10) }, () =>
        practiceValue(parsed.items, text, depth + 1),
      );
    case 'integer':
      return Math.round(numberIn(text, parsed.minimum));
    case 'number':
      return numberIn(text, parsed.minimum);
    case 'boolean':
      return true;
    case 'string':
      return PRACTICE_MARK;
    default:
      return null;
  }
}

function numberIn(text: string, minimum = Number.NEGATIVE_INFINITY): number {
  const found = /\d+(?:\.\d+)?/.exec(text)?.[0];
  return Math.max(found === undefined ? 1 : Number(found), minimum);
}
