import { serveMain } from './serve-main';

void serveMain({
  argv: process.argv.slice(2),
  env: process.env,
  stdout: (line) => void process.stdout.write(`${line}\n`),
  stderr: (line) => void process.stderr.write(`${line}\n`),
  exit: (code) => process.exit(code),
  onStop: (stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  },
});
