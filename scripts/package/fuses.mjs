import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { ToolError } from '../lib/log.mjs';

/** @type {readonly (readonly [keyof typeof FuseV1Options, boolean])[]} what electron-builder.yml asks for */
const EXPECTED = [
  ['RunAsNode', false],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableCookieEncryption', true],
  ['OnlyLoadAppFromAsar', true],
  ['GrantFileProtocolExtraPrivileges', false],
];

/**
 * Reads the fuses of a finished program, and fails when one is not as it must be.
 * @param {string} executable
 * @returns {Promise<string[]>} e.g. `RunAsNode off`
 */
export async function checkFuses(executable) {
  const wire = await getCurrentFuseWire(executable);
  const wrong = EXPECTED.filter(
    ([name, on]) => wire[FuseV1Options[name]] !== (on ? FuseState.ENABLE : FuseState.DISABLE),
  );
  if (wrong.length > 0) {
    const names = wrong.map(([name, on]) => `${name} is not ${on ? 'on' : 'off'}`);
    throw new ToolError(`Fuses of ${executable}: ${names.join(', ')}`);
  }
  return EXPECTED.map(([name, on]) => `${name} ${on ? 'on' : 'off'}`);
}
