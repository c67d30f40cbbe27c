import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ModelValidationError } from '@shared/routing/model-registry';
import { jsonLineOf } from '@shared/routing/json-position';
import { isJsonObject, readJson } from '@shared/routing/read-json';
import type { core } from 'zod';
import { CatalogFileError } from '../catalog-file-error';
import { plainSnapshot } from '../plain';
import { CATALOG_FORMAT, catalogFileSchema } from '../schema';
import { snapshotOf } from '../snapshot';
import type { CatalogSnapshot, CatalogSource } from '../source';
import { bundledCatalog } from './bundled';

export type ReadText = (path: string, signal: AbortSignal) => Promise<string>;

const readText: ReadText = (path, signal) => readFile(path, { encoding: 'utf8', signal });

/**
 * The file that `AUTO_ROUTER_CATALOG` names: S0's plain format or the app's own schema. It replaces
 * the bundled catalog. `load` throws {@link CatalogFileError} on a file it cannot use; a file that
 * is missing is one, since somebody asked for it by name.
 */
export function benchmarkFileSource(path: string, read: ReadText = readText): CatalogSource {
  return {
    id: 'file',
    kind: 'file',
    name: path,
    licence: 'given by the operator',
    attribution: [],
    async load(signal) {
      let text: string;
      try {
        text = await read(path, signal);
      } catch (error) {
        signal.throwIfAborted();
        const cause = error instanceof Error ? error.message : String(error);
        throw new CatalogFileError(path, `cannot be read (${cause}); expected a JSON file`);
      }
      return parseCatalogFile(path, text);
    },
  };
}

/** Tells the two formats apart and parses the text; throws {@link CatalogFileError}. */
export function parseCatalogFile(path: string, text: string): CatalogSnapshot {
  const json = readJson(text);
  if (!json.ok) throw new CatalogFileError(path, `${json.message}; expected a JSON object`);
  const { value } = json;
  if (!isJsonObject(value)) {
    throw new CatalogFileError(path, 'line 1: top level: expected an object with "models"');
  }
  if ('format' in value || Array.isArray(value['models'])) return parseOwnSchema(path, text, value);
  return parsePlain(path, text, saysItIsAnExample(value) ? 'example' : 'file');
}

function parseOwnSchema(path: string, text: string, value: unknown): CatalogSnapshot {
  const result = catalogFileSchema.safeParse(value);
  if (result.success) return snapshotOf(result.data, { kind: 'file', id: 'file' });
  const shown = result.error.issues.slice(0, 3).map((issue) => describe(issue, text));
  const more = result.error.issues.length - shown.length;
  const rest = more > 0 ? ` (and ${more} more)` : '';
  throw new CatalogFileError(path, `${shown.join('; ')}${rest}; expected ${CATALOG_FORMAT}`);
}

/** An example file says so of itself (S0-20), and every answer that rests on it says it too (S0-64). */
function saysItIsAnExample(file: Readonly<Record<string, unknown>>): boolean {
  return String(file['_comment']).includes('EDUCATED ESTIMATES');
}

function parsePlain(path: string, text: string, id: string): CatalogSnapshot {
  const version = `file-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  try {
    return plainSnapshot(text, { id, name: path, version, tasks: bundledCatalog().tasks });
  } catch (error) {
    if (!(error instanceof ModelValidationError)) throw error;
    throw new CatalogFileError(
      path,
      `line ${jsonLineOf(text, error.at)}: ${error.message}; expected {"models": {task: [{"id", "quality_score", "latency_score", "cost_score", "provider"?}]}}`,
    );
  }
}

function describe(issue: core.$ZodIssue, text: string): string {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  const place = path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
  return `line ${jsonLineOf(text, path)}: ${place === '' ? 'top level' : place}: ${issue.message}`;
}
