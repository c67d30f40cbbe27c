/**
 * Cuts text that is still streaming into sentences for a voice. A sentence is given as soon as what
 * follows it shows that it has ended; code blocks are left out, since nobody wants them read aloud.
 */
export interface SentenceSplitter {
  /** The sentences that are whole now, ready to be spoken. */
  push(text: string): readonly string[];
  /** What is left at the end. */
  end(): readonly string[];
}

/** Dots after these end no sentence. */
const ABBREVIATIONS = /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|approx|No|Fig)\.$/iu;
/** A voice that waits this long for a full stop seems to have stopped. */
const MAX_CHARS = 300;
const FENCE = '```';

export function createSentenceSplitter(): SentenceSplitter {
  let rest = '';
  let inCode = false;

  /** Moves text without code from `rest` into pieces; a fence that is half here waits. */
  function prose(final: boolean): string {
    let out = '';
    for (;;) {
      const at = rest.indexOf(FENCE);
      if (at >= 0) {
        if (!inCode) out += `${rest.slice(0, at)}\n\n`;
        rest = rest.slice(at + FENCE.length);
        inCode = !inCode;
        continue;
      }
      if (final) {
        if (!inCode) out += rest;
        rest = '';
        return out;
      }
      const ticks = /`{1,2}$/u.exec(rest)?.[0].length ?? 0;
      const ready = rest.slice(0, rest.length - ticks);
      if (!inCode) out += ready;
      rest = rest.slice(rest.length - ticks);
      return out;
    }
  }

  let buffer = '';
  function take(final: boolean): readonly string[] {
    const sentences: string[] = [];
    for (;;) {
      const end = sentenceEnd(buffer, final);
      if (end === null) return sentences;
      const said = speakable(buffer.slice(0, end));
      buffer = buffer.slice(end);
      if (said !== '') sentences.push(said);
    }
  }

  return {
    push(text) {
      rest += text;
      buffer += prose(false);
      return take(false);
    },
    end() {
      buffer += prose(true);
      return take(true);
    },
  };
}

/** Index behind the first sentence, or null while it may go on. */
function sentenceEnd(text: string, final: boolean): number | null {
  const borders = /[.!?…]+["'”’)\]]*(?=\s)|[。！？]|\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)/gu;
  for (const match of text.matchAll(borders)) {
    const end = match.index + match[0].length;
    const before = text.slice(0, end);
    if (match[0] === '.' && (ABBREVIATIONS.test(before) || /(?:^|\n)\s*\d+\.$/u.test(before))) {
      continue;
    }
    return end;
  }
  if (text.length > MAX_CHARS) {
    const space = text.lastIndexOf(' ', MAX_CHARS);
    return space > 0 ? space : MAX_CHARS;
  }
  return final && text !== '' ? text.length : null;
}

/** Markdown as it is said: without its marks, links by their words, addresses left out. */
export function speakable(markdown: string): string {
  return markdown
    .replaceAll(/!\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/gu, '$1')
    .replaceAll(/https?:\/\/\S+/gu, '')
    .replaceAll(/^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+/gmu, '')
    .replaceAll(/[*_~`|]+/gu, '')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
