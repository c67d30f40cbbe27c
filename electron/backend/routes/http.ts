import type { Context, Handler, Hono } from 'hono';
import type { z } from 'zod';
import { ERROR_CODES, type ErrorBody, type ErrorCode } from '@shared/api/errors';
import { isTaskName, type TaskName } from '@shared/routing/tasks';
import type { Identity } from '../auth';
import type { CatalogService } from '../catalog/service';
import type { Benchmark } from '../benchmark/benchmark';
import type { BackendContext } from '../context';
import type { BodyLimits } from '../gateway/read-body';
import type { HistoryFeed } from '../history/history-feed';
import type { MemoryEmbedding } from '../memory/memory-embedding';
import { MOST_LEVELS, nestsTooDeep } from '../nesting';
import type { MessagePictures } from '../pictures/message-pictures';
import type { Recall } from '../recall/recall';

/** What a request carries through the routes: who asks. */
export interface RouteEnv {
  Variables: { identity: Identity; bodyLimits: BodyLimits };
}
export type Router = Hono<RouteEnv>;

/** Where the supported tasks are written down; unknown ones are not answered with a list (S0-35). */
const TASK_DOCS = 'see docs/http-api.md#tasks';

/** A failure that the caller is told: a code of the list, its status, a readable message. */
export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly docs?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export function errorBody(code: ErrorCode, message: string, docs?: string): ErrorBody {
  return { error: { code, message, ...(docs === undefined ? {} : { docs }) } };
}

export function sendError(c: Context, code: ErrorCode, message: string, docs?: string): Response {
  return c.json(errorBody(code, message, docs), ERROR_CODES[code]);
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Registers a path with its methods; any other method answers 405 (S0-36). */
export function route(
  app: Router,
  path: string,
  handlers: Partial<Record<Method, Handler<RouteEnv>>>,
): void {
  const methods = Object.keys(handlers);
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  app.all(path, (c) => {
    c.header('Allow', methods.join(', '));
    return sendError(c, 'method_not_allowed', `${c.req.method} is not allowed here`);
  });
}

/** For the owner's token alone. @throws ApiError forbidden */
export function ownerOnly(handler: Handler<RouteEnv>): Handler<RouteEnv> {
  return (c, next) => {
    if (!c.var.identity.owner) {
      throw new ApiError('forbidden', 'only the owner of this server may do that');
    }
    return handler(c, next);
  };
}

/** The `task` parameter. @throws ApiError missing_task 422 when absent, unknown_task 400 (S0-35, S0-36) */
export function taskParam(c: Context): TaskName {
  const task = c.req.query('task');
  if (task === undefined) throw new ApiError('missing_task', 'the parameter task is required');
  return knownTask(task);
}

/**
 * What a caller that opens no live sessions leaves out, by `realtime=off`; null = either way will do.
 * @throws ApiError invalid_request
 */
export function realtimeParam(c: Context): false | null {
  const value = c.req.query('realtime');
  if (value === undefined) return null;
  if (value === 'off') return false;
  throw new ApiError('invalid_request', 'realtime takes "off" only');
}

/** @throws ApiError unknown_task */
export function knownTask(task: string): TaskName {
  if (isTaskName(task)) return task;
  throw new ApiError('unknown_task', `unknown task: ${task.slice(0, 100)}`, TASK_DOCS);
}

/** Largest body taken, in bytes. */
export const BODY_LIMIT_BYTES = 20 * 1024 * 1024;

/**
 * The body as JSON, counted while it is read.
 *
 * @throws ApiError invalid_request when it is no JSON or nests too deep, payload_too_large, request_timeout
 */
export async function jsonBody(c: Context<RouteEnv>): Promise<unknown> {
  const text = await limitedText(c);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ApiError('invalid_request', 'the body is not valid JSON');
  }
  if (nestsTooDeep(body, text.length)) {
    throw new ApiError('invalid_request', `the body nests deeper than ${MOST_LEVELS} levels`);
  }
  return body;
}

/**
 * The body as it is, counted while it is read.
 *
 * @throws ApiError with `code` over `limit` bytes, request_timeout
 */
export async function bytesBody(
  c: Context<RouteEnv>,
  limit: number,
  code: ErrorCode,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of limited(c, limit, code)) parts.push(chunk);
  return Buffer.concat(parts);
}

async function limitedText(c: Context<RouteEnv>): Promise<string> {
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for await (const chunk of limited(c, BODY_LIMIT_BYTES, 'payload_too_large')) {
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  return parts.join('') + decoder.decode();
}

async function* limited(
  c: Context<RouteEnv>,
  limit: number,
  code: ErrorCode,
): AsyncGenerator<Uint8Array> {
  const reader = c.req.raw.body?.getReader();
  if (reader === undefined) return;
  const patience = startPatience(c.var.bodyLimits);
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), patience.over]);
      if (done) return;
      patience.heard();
      size += value.byteLength;
      if (size > limit) throw new ApiError(code, `the body is larger than ${megabytes(limit)}`);
      yield value;
    }
  } finally {
    patience.end();
    reader.releaseLock();
  }
}

/** How long a body is waited for: between two pieces, and in all. */
function startPatience({ idleMs, totalMs }: BodyLimits) {
  const timers: NodeJS.Timeout[] = [];
  const over = new Promise<never>((_, reject) => {
    const late = (): void => reject(new ApiError('request_timeout', 'the body came too slowly'));
    timers.push(setTimeout(late, Math.min(idleMs, totalMs)), setTimeout(late, totalMs));
  });
  return {
    /** Rejects with ApiError request_timeout. */
    over,
    heard: () => void timers[0]?.refresh(),
    end: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** Whole limits are powers of two, others thousands. */
function megabytes(bytes: number): string {
  const mebi = bytes / 1024 / 1024;
  return `${Number.isInteger(mebi) ? mebi : bytes / 1_000_000} MB`;
}

/** Parses a value at the door. @throws ApiError with `code`, naming the first wrong field */
export function parse<S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: ErrorCode = 'invalid_request',
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ApiError(code, firstIssue(result.error));
}

/** `path: message` of the first thing wrong. */
export function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'invalid';
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

/** What the routes are given beside the shared context. */
export interface RouteDeps {
  readonly ctx: BackendContext;
  /** What moves the catalog: sources, edits, measurements, holds. */
  readonly live: CatalogService;
  /** Runs, what they published, and the strategy that is decided by it. */
  readonly benchmark: Benchmark;
  /** Which model embeds the routing memory. */
  readonly memoryEmbedding: MemoryEmbedding;
  /** Tells of new rows of the history. */
  readonly historyFeed: HistoryFeed;
  /** Past screenshots. */
  readonly recall: Recall;
  /** Pictures of the conversations' messages. */
  readonly pictures: MessagePictures;
  /** Read at call time (S0-78); null when not configured. */
  readonly adminKey: () => string | null;
  readonly version: string;
  /** How long a caller may take to send a body. */
  readonly bodyLimits: BodyLimits;
  /** Registers a value that logs must never show. */
  readonly secret: (value: string) => void;
}
