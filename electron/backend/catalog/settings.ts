import { type SourceConfig, type SourcesFile, sourcesFileSchema } from '@shared/api/sources';
import { jsonLineOf } from '@shared/routing/json-position';
import { readJson } from '@shared/routing/read-json';
import type { FeedSettings } from './live/feed';
import type { LiveSource } from './live/source';
import type { SourceChoice } from '../store/catalog-store';
import { LIVE_SOURCES } from './sources/live-sources';

/**
 * Which live sources a backend uses: `off` none, `default` those that need no key, or exactly those of
 * a file.
 */
export type SourcesOption = 'off' | 'default' | SourcesFile;

/** Addresses and keys by source id, from who starts the backend; a file's own win over them. */
export interface SourceDefaults {
  readonly baseUrls: Readonly<Record<string, string>>;
  readonly keys: Readonly<Record<string, string>>;
}

const NO_DEFAULTS: SourceDefaults = { baseUrls: {}, keys: {} };

const EXPECTED = 'expected {"<source id>": {"baseUrl"?, "key"?, "enabled"?}}';

/** The file of AUTO_ROUTER_SOURCES cannot be used; the message names file, line and field. */
export class SourcesFileError extends Error {
  override readonly name = 'SourcesFileError';
  readonly code = 'sources_file_invalid';
}

/**
 * What `AUTO_ROUTER_SOURCES` asks for: `off`, `on`, or a file's name. Not set or empty gives
 * `otherwise`.
 *
 * @throws SourcesFileError
 */
export function readSourcesOption(
  value: string | null | undefined,
  otherwise: SourcesOption,
  readText: (path: string) => string,
): SourcesOption {
  const asked = value?.trim() ?? '';
  if (asked === '') return otherwise;
  if (asked === 'off') return 'off';
  if (asked === 'on') return 'default';
  return readSourcesFile(asked, readText);
}

function readSourcesFile(path: string, readText: (path: string) => string): SourcesFile {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourcesFileError(`sources file ${path}: cannot be read: ${reason}`);
  }
  const json = readJson(text);
  if (!json.ok) throw new SourcesFileError(`sources file ${path}: ${json.message}; ${EXPECTED}`);
  const parsed = sourcesFileSchema.safeParse(json.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const keys = (issue?.path ?? []).filter((key) => typeof key !== 'symbol');
    const place = `line ${jsonLineOf(text, keys)}: ${keys.join('.')}`;
    throw new SourcesFileError(
      `sources file ${path}: ${place}: ${issue?.message ?? 'invalid'}; ${EXPECTED}`,
    );
  }
  const known = LIVE_SOURCES.map(({ id }) => id);
  const unknown = Object.keys(parsed.data).find((id) => !known.includes(id));
  if (unknown !== undefined) {
    throw new SourcesFileError(
      `sources file ${path}: there is no source ${JSON.stringify(unknown.slice(0, 60))}; the sources are ${known.join(', ')}`,
    );
  }
  return parsed.data;
}

/** The settings of one source: what the person chose in the app wins over what the start gave. */
export function feedSettings(
  source: LiveSource,
  option: SourcesOption,
  chosen: SourceChoice | undefined,
  { baseUrls, keys }: SourceDefaults = NO_DEFAULTS,
): FeedSettings {
  const given = givenFor(source, option);
  const usual = given.baseUrl ?? own(baseUrls, source.id) ?? source.defaultBaseUrl;
  const baseUrl = chosen?.baseUrl ?? usual;
  return {
    enabled: chosen?.enabled ?? given.enabled,
    baseUrl: baseUrl.replace(/\/+$/u, ''),
    key: given.key ?? own(keys, source.id) ?? null,
  };
}

function own(record: Readonly<Record<string, string>>, id: string): string | undefined {
  return Object.hasOwn(record, id) ? record[id] : undefined;
}

function givenFor(source: LiveSource, option: SourcesOption): SourceConfig {
  if (option === 'off') return { enabled: false };
  if (option === 'default') return { enabled: source.onByDefault };
  return Object.hasOwn(option, source.id) ? (option[source.id] ?? OFF) : OFF;
}

const OFF: SourceConfig = { enabled: false };
