/** What every test upstream says: more than ASCII, so that a cut character shows. */
export const ANSWER = 'Grüße aus München 🚀 — 模型 says hello.';
/** What it says where JSON was asked for. */
export const JSON_ANSWER = '{"city":"München","degrees":21}';
/** What it says when it has been given the result of its tool. */
export const TOOL_ANSWER = 'The tool said it: 21 °C in München.';
/** The arguments of its tool calls. */
export const TOOL_ARGUMENTS = '{"city":"München"}';
/** Tokens that every answer reports as read and written. */
export const TOKENS = { prompt: 11, completion: 7 } as const;
export const LONG_TOKENS = 100_000;
/** What is heard in every sound. */
export const TRANSCRIPT = 'Guten Tag, this is a test.';
/** Length of every sound, in seconds. */
export const AUDIO_SECONDS = 3.2;

/** Words with the space after them, as models stream them. */
export function words(text: string): readonly string[] {
  return text.match(/\S+\s*/g) ?? [];
}

export function* longText(): Generator<string> {
  for (let index = 0; index < LONG_TOKENS; index += 1) yield 'tok ';
}

/** A vector of unit length that depends on the text alone. */
export function vectorOf(text: string, dimensions: number): number[] {
  let seed = 2_166_136_261;
  for (const unit of text) seed = Math.imul(seed ^ (unit.codePointAt(0) ?? 0), 16_777_619) >>> 0;
  const values = Array.from({ length: dimensions }, () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 4_294_967_296 - 0.5;
  });
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
