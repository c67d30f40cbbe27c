import type { TaskName } from '@shared/routing/tasks';
import type { Operation } from '../providers/provider';
import type { SurfaceName } from '../translate/ir';
import type { ErrorProtocol } from './errors';

/** What a path of the gateway offers. Its parser is found by {@link Surface.body}. */
export interface Surface {
  readonly path: string;
  readonly operation: Operation;
  /** The chat protocol that the caller speaks; null where nothing is translated. */
  readonly chat: SurfaceName | null;
  /** Whose errors its clients understand. */
  readonly protocol: ErrorProtocol;
  readonly body: 'json' | 'form';
  /** The task of an `auto` without one; null = inferred from the content. */
  readonly task: TaskName | null;
}

function chat(path: string, name: SurfaceName, protocol: ErrorProtocol): Surface {
  return { path, operation: 'chat', chat: name, protocol, body: 'json', task: null };
}

function openai(
  path: string,
  operation: Operation,
  task: TaskName | null,
  body: Surface['body'] = 'json',
): Surface {
  return { path, operation, chat: null, protocol: 'openai', body, task };
}

/** Every path that takes a request for a model; adding one means adding a row. */
export const SURFACES: readonly Surface[] = [
  chat('/v1/chat/completions', 'chat', 'openai'),
  chat('/v1/responses', 'responses', 'responses'),
  chat('/v1/messages', 'messages', 'anthropic'),
  {
    ...chat('/v1/messages/count_tokens', 'messages', 'anthropic'),
    operation: 'count_tokens',
  },
  openai('/v1/embeddings', 'embeddings', 'screenshot_embedding'),
  openai('/v1/audio/transcriptions', 'transcription', 'transcription', 'form'),
  openai('/v1/audio/speech', 'speech', null),
];

export const MODELS_PATH = '/v1/models';

const BY_PATH = new Map(SURFACES.map((surface) => [surface.path, surface]));

/** The surface of a path; null = not the gateway's. */
export function surfaceOf(path: string): Surface | null {
  return BY_PATH.get(path) ?? null;
}

/** Paths that the gateway answers itself, on raw node:http. */
export function isGatewayPath(path: string): boolean {
  return path === MODELS_PATH || BY_PATH.has(path);
}
