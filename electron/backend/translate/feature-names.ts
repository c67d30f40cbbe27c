import type { IrFeature, SurfaceName } from './ir';

/** What a feature is called where every surface calls it the same. */
const COMMON: Readonly<Record<IrFeature, string>> = {
  messages: 'a request without a message of the user or the assistant',
  tools: 'tools',
  tool_choice: 'tool_choice',
  parallel_tool_calls: 'parallel_tool_calls',
  response_format: 'response_format',
  temperature: 'temperature',
  top_p: 'top_p',
  top_k: 'top_k',
  stop: 'stop',
  seed: 'seed',
  frequency_penalty: 'frequency_penalty',
  presence_penalty: 'presence_penalty',
  logprobs: 'logprobs',
  logit_bias: 'logit_bias',
  n: 'n',
  reasoning_effort: 'reasoning_effort',
  audio_output: 'modalities: audio',
  audio_input: 'input_audio',
  image_type: 'an image of this type',
  image_url: 'an image by URL',
  file_type: 'a file of this type',
  file_url: 'a file by URL',
};

const OWN: Readonly<Record<SurfaceName, Partial<Readonly<Record<IrFeature, string>>>>> = {
  chat: {},
  responses: {
    response_format: 'text.format',
    logprobs: 'top_logprobs',
    reasoning_effort: 'reasoning.effort',
  },
  messages: {
    response_format: 'output_config.format',
    stop: 'stop_sequences',
    reasoning_effort: 'thinking',
    parallel_tool_calls: 'tool_choice.disable_parallel_tool_use',
  },
};

function isFeature(name: string): name is IrFeature {
  return name in COMMON;
}

/** A feature by the field of the caller's own protocol; a name that is none is the caller's already. */
export function featureName(surface: SurfaceName, feature: string): string {
  if (!isFeature(feature)) return feature;
  return OWN[surface][feature] ?? COMMON[feature];
}
