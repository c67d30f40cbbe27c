/**
 * One line for the person at the terminal. On stderr, because stdout belongs to the program that is
 * started: `npm run serve` promises exactly one JSON line there.
 * @param {string} message
 */
export function note(message) {
  process.stderr.write(`[auto-router] ${message}\n`);
}

/** An error whose message is all that the person needs: shown without a stack. */
export class ToolError extends Error {
  /** @override */
  name = 'ToolError';
}

/**
 * Runs a script's main function and turns its failure into a message and an exit code.
 * @param {() => Promise<number | void>} main resolves to the exit code; nothing means 0
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof ToolError) note(error.message);
    else console.error(error);
    process.exitCode = 1;
  }
}
