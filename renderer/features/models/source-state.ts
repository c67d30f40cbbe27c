import type { SourceState } from '@shared/api/sources';
import type { Tone } from '../../components/badge';

export type SourceMood =
  | 'off'
  | 'needsKey'
  | 'asking'
  | 'failed'
  | 'never'
  | 'stale'
  | 'fresh'
  | 'always';

/** One word for how a source fares; what is worst for the person comes first. */
export function moodOf(source: SourceState, asking: boolean): SourceMood {
  if (!source.enabled) return 'off';
  if (source.key === 'required' && !source.hasKey) return 'needsKey';
  if (asking || source.refreshing) return 'asking';
  if (source.lastFailure !== null) return 'failed';
  if (!source.switchable && source.baseUrl === null) return 'always';
  if (source.lastSuccess === null) return 'never';
  return source.isFresh ? 'fresh' : 'stale';
}

export const MOOD_TONES: Readonly<Record<SourceMood, Tone>> = {
  off: 'neutral',
  needsKey: 'warn',
  asking: 'accent',
  failed: 'bad',
  never: 'neutral',
  stale: 'warn',
  fresh: 'good',
  always: 'neutral',
};

/** http or https, and nothing in it that would end up in a log. */
export function isSourceAddress(text: string): boolean {
  if (text.length > 500 || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/u.test(protocol) && username === '' && password === '';
}
