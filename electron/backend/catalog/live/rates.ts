import type { RefusedValue } from '@shared/api/sources';
import type { CatalogModel, Rates } from '../schema';
import type { LiveRate } from './entry';

/** A price that one source gives for one model. */
export interface Witness {
  readonly source: string;
  readonly subject: string;
  readonly value: number;
  /** When it was read, ISO date. */
  readonly date: string;
}

/** A live price beyond this ratio to the bundled one waits for a second source. */
const GUARD = 4;
/** Two sources agree within this ratio. */
const AGREE = 1.05;

/**
 * The price in use: the first source's that is plausible against the bundled one, or that a second
 * source confirms. Without a bundled price the first one is taken unless another contradicts it.
 * `bundled` is kept when nothing live may be used, or when it is of a later date.
 */
export function choosePrice(
  model: string,
  rate: LiveRate,
  bundled: Rates[LiveRate],
  witnesses: readonly Witness[],
): { readonly rate: Rates[LiveRate]; readonly refused: readonly RefusedValue[] } {
  const refused: RefusedValue[] = [];
  for (const witness of witnesses) {
    if (bundled && witness.date < bundled.date) continue;
    const reference = bundled?.value ?? witnesses[0]?.value ?? witness.value;
    const agreeing = witnesses.some(
      (other) => other !== witness && ratio(other.value, witness.value) <= AGREE,
    );
    const contradicted =
      !bundled && witnesses.some((other) => ratio(other.value, witness.value) > GUARD);
    if (agreeing || (ratio(witness.value, reference) <= GUARD && !contradicted)) {
      const { value, source, date } = witness;
      return { rate: { value, source, date }, refused };
    }
    refused.push({
      source: witness.source,
      subject: witness.subject,
      model,
      figure: rate,
      value: witness.value,
      reason: 'awaits_second_source',
      message: bundled
        ? `more than ${GUARD} times off ${bundled.value}, the price so far (${bundled.source}): waits for a second source`
        : `another source says something else: neither is used until two agree`,
    });
  }
  return { rate: bundled, refused };
}

function ratio(a: number, b: number): number {
  return a > b ? a / b : b / a;
}

/** The model with these rates; the others stay. */
export function withRates(model: CatalogModel, rates: Rates): CatalogModel {
  return { ...model, rates: { ...model.rates, ...rates } };
}
