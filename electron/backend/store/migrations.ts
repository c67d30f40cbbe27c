import type { Migration, MigrationProvider } from 'kysely';
import { columnTypes, type ColumnTypes, type Engine } from './columns';
import { first } from './migrations/0001-first';
import { gateway } from './migrations/0002-gateway';
import { catalog } from './migrations/0003-catalog';
import { memory } from './migrations/0004-memory';
import { benchmark } from './migrations/0005-benchmark';
import { sourceAddress } from './migrations/0006-source-address';
import { recall } from './migrations/0007-recall';
import { requestPath } from './migrations/0008-request-path';
import { pictures } from './migrations/0009-pictures';
import { callEstimates } from './migrations/0010-call-estimates';
import { unfinishedCases } from './migrations/0011-unfinished-cases';
import { localOnly } from './migrations/0012-local-only';
import { routerSettings } from './migrations/0013-router-settings';
import { begun } from './migrations/0014-begun';

/** Every migration by name, run in the order of the names; one file each, never changed once shipped. */
const MIGRATIONS: Readonly<Record<string, (types: ColumnTypes) => Migration>> = {
  '0001-first': first,
  '0002-gateway': gateway,
  '0003-catalog': catalog,
  '0004-memory': memory,
  '0005-benchmark': benchmark,
  '0006-source-address': sourceAddress,
  '0007-recall': recall,
  '0008-request-path': requestPath,
  '0009-pictures': pictures,
  '0010-call-estimates': callEstimates,
  '0011-unfinished-cases': unfinishedCases,
  '0012-local-only': localOnly,
  '0013-router-settings': routerSettings,
  '0014-begun': begun,
};

/** How many migrations there are; stored as `user_version`, so that an older app refuses the file. */
export const SCHEMA_VERSION = Object.keys(MIGRATIONS).length;

/** Migrations in code; each runs once, in one transaction with the others. */
export function migrationsFor(engine: Engine): MigrationProvider {
  const types = columnTypes(engine);
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, make]) => [name, make(types)]),
  );
  return { getMigrations: () => Promise.resolve(migrations) };
}
