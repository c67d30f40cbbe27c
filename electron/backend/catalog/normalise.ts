import type { AxisScores, Candidate, Figure, Price } from '@shared/routing/candidate';
import type { TaskName } from '@shared/routing/tasks';
import { SHRINK_K } from '../measured/decayed';
import { YOURS } from '../measured/yours';
import { linearScore, logScore } from './scales';
import type { CatalogFile, CatalogModel, Measurement, ProxyMeasurement } from './schema';
import type { TaskEntry, TaskScale } from './schema';
import { typicalCost } from './typical-cost';

/** One axis: the score 0..1 and the figure it was made from, prior included. */
export interface Scored {
  readonly score: number;
  readonly figure: Figure;
}

interface ScoredLatency extends Scored {
  /** Milliseconds of the whole request; null when only the first token is known. */
  readonly typicalMs: number | null;
}

export interface ScoredCost extends Scored {
  readonly usd: number | null;
}

/** A score that the task assumes where nothing was measured: an estimate, and marked so (ruling 1). */
export function prior(score: number, note: string): Scored {
  return {
    score,
    figure: {
      value: score,
      unit: 'score',
      metric: 'prior',
      source: 'prior',
      date: null,
      estimate: true,
      note,
    },
  };
}

/**
 * Quality of a model for a task: its own figure on the task's main metric, else its own on another
 * anchored metric, else a predecessor's times the proxy factor, else the task's prior.
 */
export function scoreQuality(entry: TaskEntry, scale: TaskScale, file: CatalogFile): Scored {
  const own = entry.quality ?? entry.other.find((m) => m.metric in scale.qualityAnchors);
  const measured = own ?? entry.qualityProxy;
  const anchor = measured && scale.qualityAnchors[measured.metric];
  if (!measured || !anchor) return prior(scale.prior.quality, 'no public figure found');
  const factor = own ? 1 : scale.proxyFactor.quality;
  const source = own ? null : entry.qualityProxy;
  return {
    score: linearScore(measured.value, anchor) * factor,
    figure: figureOf(measured, source, file, own ? entry.note : undefined),
  };
}

/**
 * Latency on the metric's log scale: the model's own figure, else a predecessor's times the proxy
 * factor. A local model without its own gets `latencyLocal`: another machine's speed says nothing.
 */
export function scoreLatency(
  entry: TaskEntry,
  scale: TaskScale,
  file: CatalogFile,
  local: boolean,
): ScoredLatency {
  const measured = entry.latency ?? (local ? null : entry.latencyProxy);
  const anchor = measured && scale.latencyAnchors[measured.metric];
  if (!measured || !anchor) {
    const assumed = local
      ? prior(scale.prior.latencyLocal, 'depends on this machine: not measured yet')
      : prior(scale.prior.latency, 'no public figure found');
    return { ...assumed, typicalMs: null };
  }
  const waitMs = measured.value + (anchor.addMs ?? 0);
  const source = entry.latency ? null : entry.latencyProxy;
  const factor = source ? scale.proxyFactor.latency : 1;
  const note = anchor.addMs === undefined ? undefined : `plus ${anchor.addMs} ms to hear and speak`;
  const figure = figureOf(measured, source, file, note);
  if (anchor.withThroughput && entry.throughput && entry.throughput.value > 0) {
    const replyMs = ((scale.profile.outputTokens ?? 0) / entry.throughput.value) * 1000;
    const typicalMs = waitMs + replyMs;
    return { score: logScore(typicalMs, anchor.withThroughput) * factor, figure, typicalMs };
  }
  return {
    score: logScore(waitMs, anchor) * factor,
    figure,
    typicalMs: anchor.whole ? waitMs : null,
  };
}

/** Cost of one typical request on the task's log scale; local is free, unknown gets the prior. */
export function scoreCost(
  model: Pick<CatalogModel, 'provider' | 'rates' | 'maxBilledPixels' | 'local' | 'priceNote'>,
  entry: Pick<TaskEntry, 'mode'>,
  scale: TaskScale,
  date: string | null,
): ScoredCost {
  const unit = costUnit(scale);
  if (model.local) {
    const figure = { value: 0, unit, metric: 'typical_cost', source: 'vendor_local', date };
    return {
      score: 1,
      usd: 0,
      figure: { ...figure, estimate: false, note: 'runs on this machine; electricity not counted' },
    };
  }
  const cost = typicalCost(model, entry, scale);
  if (!cost) return { ...prior(scale.prior.cost, 'price unknown'), usd: null };
  const [first] = cost.rates;
  const note = [cost.note, model.priceNote].filter((text) => text !== undefined).join('; ');
  return {
    score: logScore(cost.usd, scale.costScale),
    usd: cost.usd,
    figure: {
      value: cost.usd,
      unit,
      metric: 'typical_cost',
      source: first.source,
      date: first.date,
      estimate: false,
      ...(note !== '' && { note }),
    },
  };
}

/** `usd_per_request`, `usd_per_1k_screenshots`, ... */
export function costUnit(scale: Pick<TaskScale, 'costUnit'>): string {
  return `usd_per_${scale.costUnit.replaceAll(' ', '_')}`;
}

/** The catalog's model as a candidate for one task; availability is filled in from the connections. */
export function toCandidate(
  file: CatalogFile,
  model: CatalogModel,
  task: TaskName,
  entry: TaskEntry,
): Candidate {
  const scale = file.tasks[task];
  const quality = scoreQuality(entry, scale, file);
  const latency = scoreLatency(entry, scale, file, model.local);
  const cost = scoreCost(model, entry, scale, file.date);
  const scores: AxisScores = {
    quality: quality.score,
    latency: latency.score,
    cost: cost.score,
  };
  return {
    id: model.id,
    provider: model.provider,
    model: model.model,
    name: model.name,
    task,
    local: model.local,
    practice: false,
    capabilities: {
      ...capabilitiesOf(model),
      ...(entry.mode === 'speech_to_speech' && { realtimeOnly: true as const }),
    },
    scores,
    figures: { quality: quality.figure, latency: latency.figure, cost: cost.figure },
    price: priceOf(model),
    typicalCostUsd: cost.usd,
    typicalLatencyMs: latency.typicalMs,
    availability: 'not_connected',
  };
}

export function capabilitiesOf(model: CatalogModel): Candidate['capabilities'] {
  const { input, output, tools, streaming, realtime, context } = model.capabilities;
  return { input, output, tools, streaming, realtime, context };
}

const FREE: Price = { inputPerMTok: 0, outputPerMTok: 0, cacheReadPerMTok: 0, perMinute: 0 };

/** What a call is billed by; null when no price is known at all. */
export function priceOf(model: Pick<CatalogModel, 'local' | 'rates'>): Price | null {
  if (model.local) return FREE;
  const { inputPerMTok, outputPerMTok, cacheReadPerMTok, perMinute } = model.rates;
  const { audioInputPerMTok, audioOutputPerMTok, audioCacheReadPerMTok } = model.rates;
  if (!inputPerMTok && !outputPerMTok && !perMinute) return null;
  return {
    inputPerMTok: inputPerMTok?.value ?? null,
    outputPerMTok: outputPerMTok?.value ?? null,
    cacheReadPerMTok: cacheReadPerMTok?.value ?? null,
    perMinute: perMinute?.value ?? null,
    ...(audioInputPerMTok && { audioInputPerMTok: audioInputPerMTok.value }),
    ...(audioOutputPerMTok && { audioOutputPerMTok: audioOutputPerMTok.value }),
    ...(audioCacheReadPerMTok && { audioCacheReadPerMTok: audioCacheReadPerMTok.value }),
  };
}

export function figureOf(
  measured: Measurement,
  proxy: ProxyMeasurement | null,
  file: CatalogFile,
  extra: string | undefined,
): Figure {
  const yours = measured.source === YOURS;
  const notes = [
    proxy && `from ${proxy.fromModel} (${proxy.relation})`,
    measured.variant && (yours ? measured.variant : `measured as ${measured.variant}`),
    extra,
  ].filter(Boolean);
  return {
    value: measured.value,
    unit: file.metrics[measured.metric]?.unit ?? '',
    metric: measured.metric,
    source: measured.source,
    date: measured.date,
    estimate: proxy !== null || (yours && (measured.samples ?? 0) < SHRINK_K),
    ...(yours && measured.samples !== undefined && { n: measured.samples }),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  };
}
