/**
 * What `electron <path>` runs first: reads the command line and loads the app at the given path.
 * The registry runtime comes without Electron's own default app, so this one takes its place. A
 * packaged app (`resources/app.asar`) still wins over it.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron/main';

/** @param {readonly string[]} args everything after the executable, Chromium's switches included */
function readCommandLine(args) {
  const preloads = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === '-v' || arg === '--version') return { print: `v${process.versions.electron}` };
    if (arg === '-a' || arg === '--abi') return { print: process.versions.modules };
    if (arg === '-r' || arg === '--require') preloads.push(args[(i += 1)]);
    else if (!arg.startsWith('-')) return { preloads, appPath: path.resolve(arg) };
  }
  return { preloads };
}

/** Gives the app the identity of its package.json, as a packaged app would have. */
function takeIdentity(appPath) {
  const manifest = path.join(appPath, 'package.json');
  if (!fs.existsSync(manifest)) return app.setAppPath(path.dirname(appPath));
  const { name, productName, version, desktopName } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (version) app.setVersion(version);
  if (productName ?? name) app.setName(productName ?? name);
  app.setDesktopName(desktopName ?? `${app.name}.desktop`);
  return app.setAppPath(appPath);
}

const { print, preloads = [], appPath } = readCommandLine(process.argv.slice(1));
if (print) {
  process.stdout.write(`${print}\n`, () => process.exit(0));
} else if (!appPath) {
  process.stderr.write('Usage: electron [switches] <path of an app>\n', () => process.exit(64));
} else {
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
  try {
    takeIdentity(appPath);
    const require = createRequire(path.join(appPath, 'index.js'));
    for (const preload of preloads) require(preload);
    // Awaited at the top level: Electron holds back `ready` until this module is done, so that the
    // app can still register schemes and switches.
    await import(pathToFileURL(require.resolve(appPath)).href);
  } catch (error) {
    console.error(`Cannot start the app at ${appPath}`);
    console.error(error);
    process.exit(1);
  }
}
