/** `never` = its windows are not captured; `local` = only models on this machine may see them. */
export const PRIVATE_MODES = ['never', 'local'] as const;
export type PrivateMode = (typeof PRIVATE_MODES)[number];

/** One line of the privacy list. */
export interface PrivateApp {
  /** A part of the titles of the program's windows; case, accents and spaces do not matter. */
  readonly name: string;
  readonly mode: PrivateMode;
}

/** Password managers, by what stands in the titles of their windows. */
const PASSWORD_MANAGERS = [
  '1Password',
  'Bitwarden',
  'Dashlane',
  'Enpass',
  'KeePass',
  'Keychain Access',
  'Keeper Password',
  'LastPass',
  'NordPass',
  'Passwords and Keys',
  'Proton Pass',
  'RoboForm',
] as const;

export const DEFAULT_PRIVATE_APPS: readonly PrivateApp[] = PASSWORD_MANAGERS.map((name) => ({
  name,
  mode: 'never',
}));

/**
 * The line of the list that a window falls under; null = none. Systems tell a program of another one
 * its windows' titles and nothing else, so this is a hint and no proof: titles can lie. Of several
 * lines the stricter one counts.
 */
export function privateAppOf(title: string, list: readonly PrivateApp[]): PrivateApp | null {
  const folded = fold(title);
  const found = list.filter(({ name }) => {
    const part = fold(name);
    return part !== '' && folded.includes(part);
  });
  return found.find(({ mode }) => mode === 'never') ?? found[0] ?? null;
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}\s]/gu, '')
    .toLowerCase();
}
