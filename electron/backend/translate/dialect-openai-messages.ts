import type { IrFeature, IrMessage, IrPart, IrRequest } from './ir';
import { textOfBase64, urlOfMedia } from './media';
import { wantsThoughtsBack } from './model-families';
import { OPENAI_IDS, toolIdFor } from './tool-ids';

type Json = Record<string, unknown>;

/** The conversation as chat completions; what cannot be said is added to `lost`. */
export function openaiMessages(
  request: IrRequest,
  model: string,
  lost: Set<IrFeature>,
): readonly Json[] {
  const system = request.system.filter((text) => text !== '').join('\n\n');
  const thoughts = wantsThoughtsBack(model);
  return [
    // One message at the start: the templates of many open models know no other.
    ...(system === '' ? [] : [{ role: 'system', content: system }]),
    ...request.messages.flatMap((message) =>
      message.role === 'user'
        ? userMessages(message, lost)
        : assistantMessage(message, thoughts, lost),
    ),
  ];
}

/** The results of tools first: they must follow their calls at once. */
function userMessages({ parts }: IrMessage, lost: Set<IrFeature>): Json[] {
  const tools: Json[] = [];
  const rest: IrPart[] = [];
  for (const part of parts) {
    if (part.type !== 'tool_result') {
      rest.push(part);
      continue;
    }
    const texts = part.content.filter(isText);
    const media = part.content.filter((inner) => !isText(inner));
    const said = texts.map(textOf).join('\n');
    const content = part.isError ? `Error: ${said}` : said;
    tools.push({ role: 'tool', tool_call_id: toolIdFor(part.id, OPENAI_IDS), content });
    if (media.length === 0) continue;
    // A tool message holds text only, so what it shows comes after it.
    rest.push(
      { type: 'text', text: `Result of ${part.name ?? 'the tool'} (${part.id}):` },
      ...media,
    );
  }
  const content = contentOf(rest, lost);
  return content === null ? tools : [...tools, { role: 'user', content }];
}

function assistantMessage({ parts }: IrMessage, thoughts: boolean, lost: Set<IrFeature>): Json[] {
  const texts: string[] = [];
  const reasoning: string[] = [];
  const calls: Json[] = [];
  for (const part of parts) {
    if (part.type === 'text') texts.push(part.text);
    // Of use to the model that thought it only, and refused by the others.
    else if (part.type === 'reasoning') reasoning.push(part.text);
    else if (part.type === 'tool_call') {
      calls.push({
        id: toolIdFor(part.id, OPENAI_IDS),
        type: 'function',
        function: { name: part.name, arguments: part.arguments },
      });
    } else lost.add('image_type');
  }
  const text = texts.join('\n');
  if (text === '' && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: text === '' ? null : text,
      ...(thoughts && reasoning.length > 0 && { reasoning_content: reasoning.join('\n') }),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  ];
}

/** Text alone as a string, which every server takes; null for nothing. */
function contentOf(parts: readonly IrPart[], lost: Set<IrFeature>): string | Json[] | null {
  if (parts.length === 0) return null;
  if (parts.every(isText)) return parts.map(textOf).join('\n');
  return parts.flatMap((part) => partOf(part, lost));
}

function partOf(part: IrPart, lost: Set<IrFeature>): Json[] {
  if (isText(part)) return [{ type: 'text', text: textOf(part) }];
  switch (part.type) {
    case 'image': {
      const { media, detail } = part;
      const image = { url: urlOfMedia(media), ...(detail !== null && { detail }) };
      return [{ type: 'image_url', image_url: image }];
    }
    case 'audio':
      return [{ type: 'input_audio', input_audio: { data: part.base64, format: part.format } }];
    case 'file': {
      if (part.media.kind === 'url') {
        lost.add('file_url');
        return [];
      }
      const filename = part.name ?? 'document';
      return [{ type: 'file', file: { filename, file_data: urlOfMedia(part.media) } }];
    }
    // Said above, and never beside these.
    case 'text':
    case 'tool_call':
    case 'tool_result':
    case 'reasoning':
    default:
      return [];
  }
}

/** A text document is said as text: files of chat completions are PDFs. */
function isText(part: IrPart): boolean {
  if (part.type === 'file')
    return part.media.kind === 'data' && part.media.mime.startsWith('text/');
  return part.type === 'text';
}

function textOf(part: IrPart): string {
  if (part.type === 'text') return part.text;
  if (part.type !== 'file' || part.media.kind !== 'data') return '';
  const text = textOfBase64(part.media.base64);
  return part.name === null ? text : `${part.name}:\n${text}`;
}
