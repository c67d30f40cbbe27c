/** Programs whose windows are never captured and never kept, by their name in the window's title. */
const PRIVATE_PROGRAMS = [
  '1password',
  'bitwarden',
  'dashlane',
  'enpass',
  'keepass',
  'keychain access',
  'keeper password',
  'lastpass',
  'nordpass',
  'proton pass',
  'roboform',
  'passwords and keys',
] as const;

/** Whether a window's title names a password manager. A hint, not a proof: titles can lie. */
export function isPrivateWindow(title: string): boolean {
  const lower = title.toLowerCase();
  return PRIVATE_PROGRAMS.some((name) => lower.includes(name));
}
