import type { RecallEntry, RecallShotDetail } from '@shared/api/recall';
import type { RecallShot } from '../store/recall';
import { wordsOf } from './word-index';

/** Characters of a snippet, and how many of them stand before what was found. */
const SNIPPET = 180;
const BEFORE = 50;

/** What is embedded and searched of a shot: where it was taken counts as much as what it says. */
export function textOf({ app, title, text }: Pick<RecallShot, 'app' | 'title' | 'text'>): string {
  return [title, app, text].filter((part) => part !== null && part !== '').join('\n');
}

export function entryOf(
  shot: RecallShot,
  query: string,
  foundBy: RecallEntry['foundBy'],
): RecallEntry {
  const { id, at, app, title, width, height, bytes, localOnly } = shot;
  const state = shot.error !== null ? 'failed' : shot.text === null ? 'waiting' : 'read';
  const snippet = snippetOf(shot.text ?? '', query);
  return { id, at, app, title, width, height, bytes, state, snippet, localOnly, foundBy };
}

export function detailOf(shot: RecallShot): RecallShotDetail {
  return { ...entryOf(shot, '', null), text: shot.text };
}

/** The text around the rarest (longest) word that is in it, white space folded. */
function snippetOf(text: string, query: string): string {
  const folded = text.replaceAll(/\s+/gu, ' ').trim();
  const lower = folded.toLowerCase();
  const found = wordsOf(query)
    .toSorted((a, b) => b.length - a.length)
    .map((word) => lower.indexOf(word))
    .find((at) => at >= 0);
  const from = Math.max(0, (found ?? 0) - BEFORE);
  const cut = folded.slice(from, from + SNIPPET).trim();
  return `${from > 0 ? '…' : ''}${cut}${from + SNIPPET < folded.length ? '…' : ''}`;
}
