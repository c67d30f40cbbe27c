import { failureOfStatus, type FailureSource } from './failures';
import type { ProviderFailure } from './provider';
import type { AnswerProtocol } from './relay';

/** What OpenAI's answers say, whichever operation they answer. */
export const OPENAI_ANSWERS: AnswerProtocol = {
  relayedHeaders: /^(x-request-id|openai-|x-ratelimit-)/,
  failureIn: openAiFailureIn,
};

/** OpenRouter and others answer 200 and say in the body that it failed, with the real status. */
function openAiFailureIn(json: object, source: FailureSource): ProviderFailure | null {
  const error = 'error' in json ? json.error : null;
  if (error === null || error === undefined) return null;
  const code = typeof error === 'object' && 'code' in error ? error.code : null;
  const status = typeof code === 'number' && code >= 400 && code < 600 ? code : 502;
  return failureOfStatus({ status, retryAfter: undefined, body: JSON.stringify(json) }, source);
}
