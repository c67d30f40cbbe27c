import type { Candidate } from '@shared/routing/candidate';
import { leavesMachine } from '../providers/cloud-tag';
import {
  capabilitiesOf,
  prior,
  priceOf,
  scoreCost,
  type ScoredCost,
  scoreLatency,
} from './normalise';
import type { CatalogFile, CatalogModel, TaskEntry, TaskScale } from './schema';

/**
 * Ids that plainly name something else than a chat model. A name is enough to leave a model out of
 * the Auto candidates; it can still be named by hand.
 */
const NOT_CHAT = [
  /(^|[^a-z])(e5|gte|bge|clip|siglip|minilm)([^a-z]|$)|rerank/i,
  /embed|whisper|parakeet|transcri[bp]|moderation|realtime|dall-?e|stable-diffusion|imagen/i,
  /(^|[^a-z])(tts|stt|asr|sora|veo|flux|sdxl|speech|image|images|video|audio|guard)([^a-z]|$)/i,
  /^(models\/)?(davinci|babbage)-|turbo-instruct/i,
];

export function isChatModelId(id: string): boolean {
  return !NOT_CHAT.some((pattern) => pattern.test(id));
}

export interface UnlistedModel {
  readonly provider: string;
  /** The provider's own id, as it lists it. */
  readonly model: string;
  /** The endpoint is on this machine: free, speed unknown. */
  readonly local: boolean;
  /** What the catalog knows of it from its other tasks, if anything. */
  readonly known?: CatalogModel;
  /** What this machine measured of it. */
  readonly own?: { readonly entry: TaskEntry; readonly file: CatalogFile };
}

/**
 * A chat candidate for a model that a connected provider lists and the catalog has no chat figures
 * of: priors on every axis, marked as estimates. Null when it is plainly no chat model. A local
 * endpoint is free; elsewhere the price stays unknown unless the catalog knows it.
 */
export function unlistedCandidate(listed: UnlistedModel, scale: TaskScale): Candidate | null {
  const { provider, model, known, own } = listed;
  if (!isChatModelId(model) || (known && !chats(known))) return null;
  const local = listed.local && known?.local !== false && !leavesMachine(model);
  const quality = prior(scale.prior.quality, 'not in the catalog');
  const latency = own
    ? scoreLatency(own.entry, scale, own.file, local)
    : {
        ...(local
          ? prior(scale.prior.latencyLocal, 'depends on this machine: not measured yet')
          : prior(scale.prior.latency, 'not in the catalog')),
        typicalMs: null,
      };
  const priced = known ?? { provider, rates: {}, local };
  const cost = cappedCost(scoreCost(priced, {}, scale, null), scale, local);
  return {
    id: `${provider}/${model}`,
    provider,
    model,
    name: known?.name ?? model,
    task: 'general_assistant',
    local,
    practice: false,
    capabilities: known
      ? capabilitiesOf(known)
      : {
          input: ['text'],
          output: ['text'],
          tools: null,
          streaming: null,
          realtime: false,
          context: null,
        },
    scores: { quality: quality.score, latency: latency.score, cost: cost.score },
    figures: { quality: quality.figure, latency: latency.figure, cost: cost.figure },
    price: priceOf(priced),
    typicalCostUsd: cost.usd,
    typicalLatencyMs: latency.typicalMs,
    availability: 'callable',
  };
}

/**
 * Nobody measured how good it is, so its price alone must not make it win: a provider's list has
 * hundreds of tiny models that cost next to nothing. The figure stays the true one.
 */
function cappedCost(cost: ScoredCost, scale: TaskScale, local: boolean): ScoredCost {
  if (local || cost.score <= scale.prior.cost) return cost;
  const note = 'counts as an ordinary price while its quality is not known';
  return { ...cost, score: scale.prior.cost, figure: { ...cost.figure, note } };
}

function chats({ capabilities }: CatalogModel): boolean {
  const { input, output, realtime } = capabilities;
  return !realtime && input.includes('text') && output.includes('text');
}
