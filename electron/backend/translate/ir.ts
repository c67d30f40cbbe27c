/*
 * The neutral form of a chat between the surfaces that callers speak (chat completions, responses,
 * messages) and the dialects that providers speak (openai, anthropic, google). A request goes
 * surface -> IR -> dialect, an answer dialect -> IR -> surface. Where surface and dialect are the same
 * protocol nothing is translated: bytes are relayed.
 */

/** Base64 data with its media type, or an address that the provider fetches. */
export type IrMedia =
  | { readonly kind: 'data'; readonly mime: string; readonly base64: string }
  | { readonly kind: 'url'; readonly url: string };

export interface IrToolCall {
  readonly type: 'tool_call';
  /** '' in an answer whose provider gives none: translate.ts fills it in before it is encoded. */
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it, possibly not valid; `{}` for none. */
  readonly arguments: string;
}

export type IrPart =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'image';
      readonly media: IrMedia;
      /** `low`, `high`, `auto`: a hint that may be left out. */
      readonly detail: string | null;
    }
  | { readonly type: 'audio'; readonly base64: string; readonly format: string }
  | { readonly type: 'file'; readonly media: IrMedia; readonly name: string | null }
  | IrToolCall
  | {
      readonly type: 'tool_result';
      readonly id: string;
      /** Name of the tool, looked up from its call; null = no such call in the conversation. */
      readonly name: string | null;
      readonly content: readonly IrPart[];
      readonly isError: boolean;
    }
  /**
   * The model's thinking, handed back to it; `signature` is the provider's seal over it, with the
   * dialect before it (`google#...`, see {@link sealOf}), since no other provider can open it.
   */
  | { readonly type: 'reasoning'; readonly text: string; readonly signature: string | null };

export interface IrMessage {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly IrPart[];
}

export interface IrTool {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly strict: boolean | null;
}

export type IrToolChoice = 'auto' | 'none' | 'required' | { readonly name: string };

export type IrFormat =
  | { readonly kind: 'json' }
  | {
      readonly kind: 'schema';
      readonly name: string;
      readonly schema: Readonly<Record<string, unknown>>;
      readonly strict: boolean | null;
    };

export interface IrRequest {
  /** System and developer texts in their order, wherever they stood. */
  readonly system: readonly string[];
  readonly messages: readonly IrMessage[];
  readonly tools: readonly IrTool[];
  readonly toolChoice: IrToolChoice | null;
  readonly parallelTools: boolean | null;
  readonly format: IrFormat | null;
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly topK: number | null;
  readonly stop: readonly string[];
  readonly seed: number | null;
  readonly frequencyPenalty: number | null;
  readonly presencePenalty: number | null;
  /** Alternatives a token; 0 = only the chosen one; null = not asked for. */
  readonly topLogprobs: number | null;
  readonly logitBias: Readonly<Record<string, number>> | null;
  /** Answers wanted; 1 unless said. */
  readonly n: number;
  readonly reasoning: {
    readonly effort: string | null;
    readonly budgetTokens: number | null;
  } | null;
  /** Who the end user is, for the provider's abuse detection. */
  readonly user: string | null;
  /** The answer shall be spoken. */
  readonly audioOut: boolean;
  readonly stream: boolean;
  /** The caller wants usage in his stream (chat completions only; the others always have it). */
  readonly streamUsage: boolean;
  /** The caller speaks of `functions`, the forerunner of tools (chat completions only). */
  readonly legacyFunctions?: boolean;
  /**
   * Features the surface's body asks for that the IR has no word for, by the caller's own field name
   * (`previous_response_id`, `web_search`): never dropped in silence, only when the dialect differs.
   */
  readonly inexpressible: readonly string[];
  /** Fields of the caller's body that the surface repeats in its answer, as they came (`metadata`). */
  readonly echo?: Readonly<Record<string, unknown>>;
}

/** How likely a token of the text was (natural logarithm), and what else was considered. */
export interface IrLogprob {
  readonly token: string;
  readonly logprob: number;
  readonly top: readonly { readonly token: string; readonly logprob: number }[];
}

export type IrFinish = 'stop' | 'length' | 'tool_calls' | 'content_filter' | 'other';

export interface IrUsage {
  /** All tokens read, cached ones included. */
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly cachedTokens: number | null;
  readonly reasoningTokens: number | null;
}

/** What a streamed answer is made of. `index` numbers the tool calls of one answer from 0. */
export type IrEvent =
  | { readonly type: 'start'; readonly id: string; readonly model: string }
  | {
      readonly type: 'text';
      readonly text: string;
      /** Of the tokens of this text, where they were asked for and the provider has them. */
      readonly logprobs?: readonly IrLogprob[];
    }
  | { readonly type: 'refusal'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  | { readonly type: 'reasoning_signature'; readonly signature: string }
  | {
      readonly type: 'tool_start';
      readonly index: number;
      readonly id: string;
      readonly name: string;
    }
  | { readonly type: 'tool_delta'; readonly index: number; readonly arguments: string }
  | {
      readonly type: 'finish';
      readonly reason: IrFinish;
      /** The stop sequence that ended it, when the provider names it. */
      readonly stopSequence: string | null;
    }
  | { readonly type: 'usage'; readonly usage: IrUsage };

/** A whole answer. */
export interface IrAnswer {
  readonly id: string;
  readonly model: string;
  /** Text, tool calls and reasoning, in order. */
  readonly parts: readonly (
    | {
        readonly type: 'text';
        readonly text: string;
        readonly logprobs?: readonly IrLogprob[];
      }
    | { readonly type: 'refusal'; readonly text: string }
    | { readonly type: 'reasoning'; readonly text: string; readonly signature: string | null }
    | IrToolCall
  )[];
  readonly finish: IrFinish;
  readonly stopSequence: string | null;
  readonly usage: IrUsage;
}

/**
 * What a dialect may have no words for, in `IrWritten.unsupported`. The caller is told his own
 * surface's field instead (`response_format` of chat is `output_config.format` of messages).
 */
export type IrFeature =
  | 'messages'
  | 'tools'
  | 'tool_choice'
  | 'parallel_tool_calls'
  | 'response_format'
  | 'temperature'
  | 'top_p'
  | 'top_k'
  | 'stop'
  | 'seed'
  | 'frequency_penalty'
  | 'presence_penalty'
  | 'logprobs'
  | 'logit_bias'
  | 'n'
  | 'reasoning_effort'
  | 'audio_output'
  | 'audio_input'
  | 'image_type'
  | 'image_url'
  | 'file_type'
  | 'file_url';

/** A request that was read, or what is wrong with it: `path: message`. */
export type IrRead =
  | { readonly ok: true; readonly request: IrRequest }
  | { readonly ok: false; readonly message: string };

/** A request in a provider's dialect, or the features it has no words for (422, never silent). */
export type IrWritten =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly unsupported: readonly string[] };

/** What only the encoder of an answer must be told, since no provider gives it. */
export interface EncodeContext {
  /** Epoch seconds. */
  readonly created: number;
  readonly newId: () => string;
  /** Model name shown to the caller: the catalog's id of the model that served. */
  readonly model: string;
  readonly request: IrRequest;
}

/** A protocol that callers speak. One file each. */
export interface SurfaceCodec {
  read(body: Readonly<Record<string, unknown>>): IrRead;
  /** A whole answer as the surface's JSON. */
  encode(answer: IrAnswer, context: EncodeContext): Readonly<Record<string, unknown>>;
  /** A streamed answer as the surface's server-sent events; the texts are ready to be written. */
  encoder(context: EncodeContext): StreamEncoder;
}

export interface StreamEncoder {
  /** Events to send now; '' when nothing is to be sent yet. */
  push(event: IrEvent): string;
  /** The answer is whole: what closes it (`[DONE]`, `message_stop`, `response.completed`). */
  end(): string;
}

/** A protocol that providers speak. One file each. */
export interface DialectCodec {
  write(request: IrRequest, model: string): IrWritten;
  /** A whole answer; null = it is not one. */
  decode(json: unknown): IrAnswer | null;
  decoder(): StreamDecoder;
}

export interface StreamDecoder {
  /** One server-sent event's name ('' = none) and data; only well-formed JSON reaches it. */
  push(event: string, data: string): readonly IrEvent[];
}

export type SurfaceName = 'chat' | 'responses' | 'messages';

/** Marks a signature as the seal of one dialect, so that it is handed back to no other. */
export function sealWith(dialect: string, signature: string): string {
  return `${dialect}#${signature}`;
}

/** The signature itself when it is the dialect's own seal; null for none and for a foreign one. */
export function sealOf(dialect: string, signature: string | null): string | null {
  const mark = `${dialect}#`;
  return signature?.startsWith(mark) === true ? signature.slice(mark.length) : null;
}
