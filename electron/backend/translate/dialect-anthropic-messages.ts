import type { IrFeature, IrMedia, IrPart, IrRequest } from './ir';
import { sealOf } from './ir';
import { textOfBase64 } from './media';
import { inputOf } from './surface-messages-content';
import { ANTHROPIC_IDS, toolIdFor } from './tool-ids';

type Json = Record<string, unknown>;

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: Json[];
}

const OPENING: Json = { type: 'text', text: '(The conversation begins.)' };

const IMAGE_TYPES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
const TEXT_TYPES = /^(text\/|application\/(json|xml|javascript|x-yaml|yaml|toml)$)/;

/**
 * The conversation as Messages: turns of one role are one message, results of tools stand first in
 * theirs, and no text is empty, which the API refuses. What cannot be said is added to `lost`.
 */
export function anthropicMessages(request: IrRequest, lost: Set<IrFeature>): readonly Json[] {
  const turns: Turn[] = [];
  for (const { role, parts } of request.messages) {
    const content = parts.flatMap((part) => blockOf(part, role, lost));
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else if (content.length > 0) turns.push({ role, content });
  }
  trimPrefill(turns);
  if (turns.length === 0 && lost.size === 0) lost.add('messages');
  // The API begins with the user; a chat that the assistant opened gets a turn that says nothing.
  if (turns[0]?.role === 'assistant') turns.unshift({ role: 'user', content: [OPENING] });
  return turns.map(({ role, content }) => ({
    role,
    content: role === 'user' ? resultsFirst(content) : content,
  }));
}

function resultsFirst(content: readonly Json[]): Json[] {
  const isResult = (block: Json): boolean => block['type'] === 'tool_result';
  return [...content.filter(isResult), ...content.filter((block) => !isResult(block))];
}

/** A last message of the assistant is gone on with, and may not end in white space. */
function trimPrefill(turns: readonly Turn[]): void {
  const last = turns.at(-1);
  const block = last?.role === 'assistant' ? last.content.at(-1) : undefined;
  if (typeof block?.['text'] === 'string') block['text'] = block['text'].trimEnd();
}

function blockOf(part: IrPart, role: 'user' | 'assistant', lost: Set<IrFeature>): Json[] {
  switch (part.type) {
    case 'text':
      return part.text.trim() === '' ? [] : [{ type: 'text', text: part.text }];
    case 'image': {
      if (role === 'assistant') lost.add('image_type');
      const source = imageSource(part.media, lost);
      return source === null ? [] : [{ type: 'image', source }];
    }
    case 'audio':
      lost.add('audio_input');
      return [];
    case 'file': {
      const source = documentSource(part.media, lost);
      if (source === null) return [];
      return [{ type: 'document', source, ...(part.name !== null && { title: part.name }) }];
    }
    case 'tool_call': {
      const id = toolIdFor(part.id, ANTHROPIC_IDS);
      return [{ type: 'tool_use', id, name: part.name, input: inputOf(part.arguments) }];
    }
    case 'tool_result': {
      const content = part.content.flatMap((inner) => blockOf(inner, 'user', lost));
      return [
        {
          type: 'tool_result',
          tool_use_id: toolIdFor(part.id, ANTHROPIC_IDS),
          ...(content.length > 0 && { content }),
          ...(part.isError && { is_error: true }),
        },
      ];
    }
    case 'reasoning':
    default: {
      // Without its own seal Anthropic refuses a thought; it can do without.
      const signature = sealOf('anthropic', part.signature);
      return signature === null ? [] : [{ type: 'thinking', thinking: part.text, signature }];
    }
  }
}

function imageSource(media: IrMedia, lost: Set<IrFeature>): Json | null {
  if (media.kind === 'url') return { type: 'url', url: media.url };
  const type = media.mime === 'image/jpg' ? 'image/jpeg' : media.mime;
  if (IMAGE_TYPES.has(type)) return { type: 'base64', media_type: type, data: media.base64 };
  lost.add('image_type');
  return null;
}

function documentSource(media: IrMedia, lost: Set<IrFeature>): Json | null {
  if (media.kind === 'url') return { type: 'url', url: media.url };
  if (media.mime === 'application/pdf') {
    return { type: 'base64', media_type: 'application/pdf', data: media.base64 };
  }
  if (TEXT_TYPES.test(media.mime)) {
    return { type: 'text', media_type: 'text/plain', data: textOfBase64(media.base64) };
  }
  lost.add('file_type');
  return null;
}
