/*
 * What the protocols leave to the single model, told by its name as their documentation does. A
 * model that is not listed is written to like the newest of its maker, which is where new names
 * belong; what it then refuses it says itself.
 */

/** `anthropic/claude-...`, `openai/gpt-...`: aggregators put the maker before the name. */
function bareName(model: string): string {
  return (model.split('/').at(-1) ?? model).toLowerCase();
}

/** OpenAI's reasoning models refuse `max_tokens`; most other servers know nothing else. */
export function takesMaxCompletionTokens(model: string): boolean {
  return /^(o\d|gpt-5|gpt-[6-9]|codex)/.test(bareName(model));
}

/** OpenAI's models without reasoning refuse `reasoning_effort`. */
export function neverReasons(model: string): boolean {
  return /^(gpt-3|gpt-4|chatgpt-4)/.test(bareName(model));
}

/** OpenAI's models that can be told not to reason at all. */
export function takesEffortNone(model: string): boolean {
  return /^gpt-(5\.[1-9]|[6-9])/.test(bareName(model));
}

/** Models that want their thoughts back in `reasoning_content`; others refuse unknown fields. */
export function wantsThoughtsBack(model: string): boolean {
  return /deepseek|kimi|glm|minimax/.test(model.toLowerCase());
}

/** How one of Anthropic's models takes what not all of them do. */
export interface ClaudeTraits {
  /** Largest answer in tokens, used when the caller gives no limit. */
  readonly maxOutput: number;
  /** `temperature`, `top_p`, `top_k`. */
  readonly sampling: boolean;
  /** `output_config.format`. */
  readonly structured: boolean;
  /** `tool_choice` of `any` or a named tool. */
  readonly forcedTools: boolean;
  /** How thinking is asked for. */
  readonly thinking: 'none' | 'budget' | 'adaptive';
  /** `thinking: disabled` is taken. */
  readonly canStopThinking: boolean;
}

const NEWEST: ClaudeTraits = {
  maxOutput: 32_000,
  sampling: false,
  structured: true,
  forcedTools: true,
  thinking: 'adaptive',
  canStopThinking: true,
};

/** From https://platform.claude.com/docs (models, thinking, structured outputs), first match counts. */
const CLAUDES: readonly (readonly [RegExp, ClaudeTraits])[] = [
  [
    /claude-(sonnet|opus)-5-5|claude-fable-5-1/,
    { ...NEWEST, forcedTools: false, canStopThinking: false },
  ],
  [/claude-fable-5/, { ...NEWEST, canStopThinking: false }],
  [/claude-(opus|sonnet)-4-6/, { ...NEWEST, sampling: true }],
  [/claude-(opus|sonnet|haiku)-4-5/, { ...NEWEST, sampling: true, thinking: 'budget' }],
  [/claude-opus-4-1/, { ...NEWEST, sampling: true, thinking: 'budget' }],
  [
    /claude-(opus|sonnet)-4(-0|-2025|$)|claude-3-7/,
    { ...NEWEST, sampling: true, structured: false, thinking: 'budget' },
  ],
  [
    /claude-3-5/,
    { ...NEWEST, maxOutput: 8_192, sampling: true, structured: false, thinking: 'none' },
  ],
  [
    /claude-(3|2|instant|v)/,
    { ...NEWEST, maxOutput: 4_096, sampling: true, structured: false, thinking: 'none' },
  ],
  [/claude-/, NEWEST],
];

/** Another maker's model behind Anthropic's protocol: the protocol of its first years, all of it. */
const COMPATIBLE: ClaudeTraits = {
  maxOutput: 8_192,
  sampling: true,
  structured: false,
  forcedTools: true,
  thinking: 'budget',
  canStopThinking: true,
};

export function claudeTraits(model: string): ClaudeTraits {
  const name = bareName(model).replaceAll('.', '-');
  return CLAUDES.find(([pattern]) => pattern.test(name))?.[1] ?? COMPATIBLE;
}
