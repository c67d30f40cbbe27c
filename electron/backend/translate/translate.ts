import type { Dialect } from '../providers/provider';
import { DIALECT_CODECS, isNative, SURFACES } from './codecs';
import { featureName } from './feature-names';
import type { IrRequest, SurfaceName } from './ir';

export interface Translated {
  readonly ok: true;
  /** In the provider's dialect, `model` included where the dialect has it in its body. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Needed again to encode the answer. */
  readonly ir: IrRequest;
}

export interface NotTranslated {
  readonly ok: false;
  readonly code: 'invalid_request' | 'tools_not_supported_by_backend' | 'unsupported_feature';
  readonly message: string;
  /** Fields of the caller's own protocol; empty for `invalid_request`. */
  readonly features: readonly string[];
}

const PROTOCOLS: Readonly<Record<Dialect, string>> = {
  openai: "OpenAI's chat completions",
  anthropic: "Anthropic's Messages",
  google: "Google's Gemini API",
};

/**
 * A caller's request in a provider's dialect, or why it cannot be said there: nothing that was asked
 * for is left out in silence (S2-24, S1-5).
 */
export function translateRequest(
  surface: SurfaceName,
  body: Readonly<Record<string, unknown>>,
  dialect: Dialect,
  model: string,
): Translated | NotTranslated {
  const read = SURFACES[surface].read(body);
  if (!read.ok) {
    return { ok: false, code: 'invalid_request', message: `${read.message}.`, features: [] };
  }
  return writeRequest(surface, read.request, dialect, model);
}

/** As {@link translateRequest}, for a request that was read before. */
export function writeRequest(
  surface: SurfaceName,
  ir: IrRequest,
  dialect: Dialect,
  model: string,
): Translated | NotTranslated {
  const written = DIALECT_CODECS[dialect].write(ir, model);
  if (written.ok && ir.inexpressible.length === 0) return { ok: true, body: written.body, ir };
  const lost = [...ir.inexpressible, ...(written.ok ? [] : written.unsupported)];
  const features = [...new Set(lost.map((name) => featureName(surface, name)))];
  const code = lost.includes('tools') ? 'tools_not_supported_by_backend' : 'unsupported_feature';
  const message = `${model} is reached by ${PROTOCOLS[dialect]}, which cannot express: ${features.join(', ')}. Nothing was sent. Leave that out, or ask for another model.`;
  return { ok: false, code, message, features };
}

/**
 * Fields of a request that would be lost on the way to a model, by the caller's own names; none
 * where the protocol is the same. It is read once and asked about for many models.
 */
export function lostOn(
  surface: SurfaceName,
  ir: IrRequest,
  dialect: Dialect,
  model: string,
): readonly string[] {
  if (isNative(surface, dialect)) return [];
  const written = writeRequest(surface, ir, dialect, model);
  return written.ok ? [] : written.features;
}
