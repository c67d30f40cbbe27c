import { onTestFinished } from 'vitest';
import { type AnthropicUpstream, openAnthropicUpstream } from './anthropic-upstream';
import { type GoogleUpstream, openGoogleUpstream } from './google-upstream';
import { type OllamaUpstream, openOllamaUpstream } from './ollama-upstream';
import { openOpenAiUpstream, type Upstream } from './openai-upstream';
import type { TestUpstream } from './upstream-core';

/** An upstream that is closed after the Vitest test that asked for it. */
export async function startUpstream(models = ['m1']): Promise<Upstream> {
  return closing(await openOpenAiUpstream({ models }));
}

export async function startAnthropic(
  options?: Parameters<typeof openAnthropicUpstream>[0],
): Promise<AnthropicUpstream> {
  return closing(await openAnthropicUpstream(options));
}

export async function startGoogle(
  options?: Parameters<typeof openGoogleUpstream>[0],
): Promise<GoogleUpstream> {
  return closing(await openGoogleUpstream(options));
}

export async function startOllama(
  options?: Parameters<typeof openOllamaUpstream>[0],
): Promise<OllamaUpstream> {
  return closing(await openOllamaUpstream(options));
}

function closing<T extends TestUpstream>(upstream: T): T {
  onTestFinished(() => upstream.close());
  return upstream;
}
