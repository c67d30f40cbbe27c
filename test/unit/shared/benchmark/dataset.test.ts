import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../../shared/benchmark/check';
import type { Check } from '../../../../shared/benchmark/check-schema';
import {
  classifierInputSchema,
  classifierRequest,
  FINAL_ANSWER_SUFFIX,
  goldenPrompt,
  goldenTaskSchema,
} from '../../../../shared/benchmark/dataset';
import {
  CLASSIFIER_INPUTS,
  DATASET_VERSION,
  GOLDEN_TASKS,
} from '../../../../shared/benchmark/index';
import { CLASSIFIER_FIELDS } from '../../../../shared/routing/classifier-output';
import {
  CONTEXT_COMPLEXITIES,
  deriveTier,
  EXECUTION_MODES,
  REASONING_COMPLEXITIES,
  RISK_LEVELS,
  TIERS,
} from '../../../../shared/routing/difficulty';
import { ROUTES } from '../../../../shared/routing/taxonomy';

const routeOf = (row: { labels: { taskType: string; subtaskType: string } }) =>
  `${row.labels.taskType}/${row.labels.subtaskType}`;

/** The answer that a model would give if it were right; null where only files are graded. */
function referenceOf(task: (typeof GOLDEN_TASKS)[number]): string | null {
  if (task.check === null) return null;
  if (task.check.kind === 'exact') return task.check.answer;
  if (task.check.kind === 'json_equal') return JSON.stringify(task.check.value);
  return task.reference ?? null;
}

const checked = GOLDEN_TASKS.flatMap((task) =>
  task.check === null ? [] : [[task.id, task, task.check] as const],
);

describe('golden tasks (S4-8)', () => {
  it('all have the shape of the schema, the tier of their labels and the id of their route', () => {
    for (const task of GOLDEN_TASKS) {
      const read = goldenTaskSchema.safeParse(task);
      expect(read.success ? [] : read.error.issues, task.id).toEqual([]);
      expect(task.tier, task.id).toBe(deriveTier(task.labels));
    }
  });

  it('are at least 180, ten of every route, twenty of every tier', () => {
    expect(GOLDEN_TASKS.length).toBeGreaterThanOrEqual(180);
    for (const route of ROUTES) {
      const own = GOLDEN_TASKS.filter((task) => routeOf(task) === route);
      expect(own.length, route).toBeGreaterThanOrEqual(10);
      expect(new Set(own.map(({ tier }) => tier)).size, `${route}: every tier`).toBe(TIERS.length);
    }
    for (const tier of TIERS) {
      const own = GOLDEN_TASKS.filter((task) => task.tier === tier);
      expect(own.length, tier).toBeGreaterThanOrEqual(20);
      expect(new Set(own.map(({ taskType }) => taskType)).size, tier).toBeGreaterThanOrEqual(4);
    }
  });

  it('use every kind of check (S4-9)', () => {
    const kinds = new Set(checked.map(([, , check]) => check.kind));
    expect([...kinds].sort()).toEqual(['contains_all', 'exact', 'json_equal', 'regex']);
  });

  it('have ids and prompts of their own, none of a classifier input', () => {
    const ids = [...GOLDEN_TASKS, ...CLASSIFIER_INPUTS].map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const prompts = [...GOLDEN_TASKS, ...CLASSIFIER_INPUTS].map(({ prompt }) => prompt);
    expect(prompts.filter((prompt, index) => prompts.indexOf(prompt) !== index)).toEqual([]);
  });

  it.each(checked)(
    '%s: right passes in any dress; wrong, silence and the prompt fail',
    (_, task, check) => {
      const reference = referenceOf(task) ?? '';
      for (const right of [reference, ...dress(check, reference)]) {
        expect(checkAnswer(check, right), right).toMatchObject({ passed: true });
      }
      expect(task.wrong.length, 'plausible wrong answers').toBeGreaterThan(0);
      for (const wrong of task.wrong) expect(checkAnswer(check, wrong).passed, wrong).toBe(false);
      for (const empty of ['', '\n', 'done', task.prompt, goldenPrompt(task)]) {
        expect(checkAnswer(check, empty).passed, empty.slice(0, 40)).toBe(false);
      }
      if (check.kind === 'json_equal') {
        expect(JSON.parse(JSON.stringify(check.value))).toEqual(check.value);
      }
    },
  );

  it('have patterns that end quickly on long, hostile answers (the time limit is the check)', () => {
    const noise = ['a', ' ', '(', 'return ', 'import { ', '"save"'].map((part) =>
      part.repeat(Math.ceil(60_000 / part.length)),
    );
    const patterns = GOLDEN_TASKS.flatMap((task) => [
      task.check,
      ...(task.workspace?.goals ?? []).map((goal) => (goal.kind === 'matches' ? goal.check : null)),
    ]).filter((check) => check?.kind === 'regex');
    expect(patterns.length).toBeGreaterThan(10);
    for (const check of patterns) {
      for (const text of noise) expect(check && checkAnswer(check, text).passed).toBe(false);
    }
  });

  it('end with the same words, so that no model is told more than another (S4-9)', () => {
    for (const task of GOLDEN_TASKS) {
      const end = task.check === null ? 'single word: done' : FINAL_ANSWER_SUFFIX;
      expect(goldenPrompt(task).endsWith(end), task.id).toBe(true);
      expect(goldenPrompt(task).includes('file tools'), task.id).toBe(task.workspace !== undefined);
    }
  });
});

/** What models wrap around an answer: reasoning before it, a fence, bold type, CRLF. */
function dress(check: Check, reference: string): string[] {
  const fenced = `Let me think about 1 [and 2].\n\n\`\`\`\n${reference}\n\`\`\`\n`;
  const after = `I looked at it twice.\r\n\r\n${reference.replaceAll('\n', '\r\n')}\r\n`;
  if (check.kind !== 'exact' || reference.includes('\n')) return [fenced, after];
  return [fenced, after, `So it is:\n\n**${reference}**`, `Final answer: \`${reference}\``];
}

describe('classifier inputs (S4-4)', () => {
  it('all have the shape of the schema', () => {
    for (const input of CLASSIFIER_INPUTS) {
      const read = classifierInputSchema.safeParse(input);
      expect(read.success ? [] : read.error.issues, input.id).toEqual([]);
      expect(input.id.startsWith(routeOf(input).replace('/', '-')), input.id).toBe(true);
    }
  });

  it('are at least 72, of every route', () => {
    expect(CLASSIFIER_INPUTS.length).toBeGreaterThanOrEqual(72);
    for (const route of ROUTES) {
      const own = CLASSIFIER_INPUTS.filter((input) => routeOf(input) === route);
      expect(own.length, route).toBeGreaterThanOrEqual(4);
    }
  });

  it('hold every level of every field, so that no constant answer scores well', () => {
    const levels = {
      reasoningComplexity: REASONING_COMPLEXITIES,
      contextComplexity: CONTEXT_COMPLEXITIES,
      executionMode: EXECUTION_MODES,
      riskLevel: RISK_LEVELS,
      requiresTools: [true, false],
    } as const;
    for (const field of CLASSIFIER_FIELDS) {
      const counts = new Map<unknown, number>();
      for (const { labels } of CLASSIFIER_INPUTS) {
        counts.set(labels[field], (counts.get(labels[field]) ?? 0) + 1);
      }
      const expected = Object.hasOwn(levels, field) ? Reflect.get(levels, field) : [];
      for (const level of expected as readonly unknown[]) {
        expect(counts.get(level) ?? 0, `${field} ${String(level)}`).toBeGreaterThanOrEqual(8);
      }
    }
    for (const tier of TIERS) {
      const own = CLASSIFIER_INPUTS.filter(({ labels }) => deriveTier(labels) === tier);
      expect(own.length, tier).toBeGreaterThanOrEqual(15);
    }
  });

  it('never give the labels away: the request holds the text and its facts alone', () => {
    for (const input of CLASSIFIER_INPUTS) {
      expect(Object.keys(classifierRequest(input)).sort()).toEqual(
        ['earlierMessages', 'promptTokens', 'system', 'text', 'toolsOffered'].sort(),
      );
      expect(JSON.stringify(classifierRequest(input))).not.toMatch(
        /answer_only|multi_step_project/u,
      );
    }
  });
});

describe('the version', () => {
  it('changes with the content: results of two datasets must not be compared', () => {
    const content = JSON.stringify([GOLDEN_TASKS, CLASSIFIER_INPUTS, FINAL_ANSWER_SUFFIX]);
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
    expect(DATASET_VERSION, 'raise the counter and set the hash').toMatch(
      new RegExp(`^\\d+-${hash}$`, 'u'),
    );
  });
});
