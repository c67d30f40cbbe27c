/** A small sum found in a question, with its exact value. */
export interface Sum {
  /** As it was read, e.g. `12 * 7`. */
  readonly expression: string;
  readonly value: number;
  /** Number of operators: one is easy, more are hard. */
  readonly operators: number;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bplus\b/gi, '+'],
  [/\bminus\b/gi, '-'],
  [/\b(times|multiplied by)\b/gi, '*'],
  [/\b(divided by|over)\b/gi, '/'],
  [/(\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\b/gi, '$1 / 100 *'],
  [/[×·]/g, '*'],
  [/÷/g, '/'],
  [/(\d)\s*x\s*(\d)/g, '$1 * $2'],
  [/(\d),(\d{3})\b/g, '$1$2'],
];

/** The first arithmetic expression in a text, in digits or in words; null = there is none. */
export function findSum(text: string): Sum | null {
  const plain = WORDS.reduce((rest, [pattern, sign]) => rest.replace(pattern, sign), text);
  const found = plain.match(/[(\d][\d\s.+\-*/()]*[\d)]/g) ?? [];
  for (const candidate of found) {
    const tokens = candidate.match(/\d+(?:\.\d+)?|[+\-*/()]/g) ?? [];
    const operators = tokens.filter((token) => /^[+\-*/]$/.test(token)).length;
    if (operators === 0) continue;
    const value = evaluate(tokens);
    if (value === null) continue;
    return { expression: tokens.join(' '), value, operators };
  }
  return null;
}

/** A number as a person would write it. */
export function formatNumber(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** By recursive descent; null when it is no complete expression or divides by zero. */
function evaluate(tokens: readonly string[]): number | null {
  let position = 0;
  const take = (...signs: readonly string[]): string | null => {
    const token = tokens[position];
    if (token === undefined || !signs.includes(token)) return null;
    position += 1;
    return token;
  };
  const factor = (): number => {
    if (take('(') !== null) {
      const inner = sum();
      return take(')') === null ? Number.NaN : inner;
    }
    if (take('-') !== null) return -factor();
    const token = tokens[position];
    position += 1;
    return token === undefined ? Number.NaN : Number(token);
  };
  const product = (): number => {
    let value = factor();
    for (let sign = take('*', '/'); sign !== null; sign = take('*', '/')) {
      value = sign === '*' ? value * factor() : value / factor();
    }
    return value;
  };
  const sum = (): number => {
    let value = product();
    for (let sign = take('+', '-'); sign !== null; sign = take('+', '-')) {
      value = sign === '+' ? value + product() : value - product();
    }
    return value;
  };
  const value = sum();
  return position === tokens.length && Number.isFinite(value) ? value : null;
}
