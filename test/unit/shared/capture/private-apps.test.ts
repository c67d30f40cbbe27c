import { describe, expect, it } from 'vitest';
import { DEFAULT_PRIVATE_APPS, privateAppOf, type PrivateApp } from '@shared/capture/private-apps';

const name = (title: string, list: readonly PrivateApp[] = DEFAULT_PRIVATE_APPS) =>
  privateAppOf(title, list)?.name ?? null;

describe('the privacy list', () => {
  it('knows password managers by their titles, however these are written', () => {
    expect(name('Private vault - KeePassXC')).toBe('KeePass');
    expect(name('BITWARDEN')).toBe('Bitwarden');
    expect(name('1Password \u2014 All items')).toBe('1Password');
    // A space that is none, and one that nobody sees.
    expect(name('Proton\u00A0Pass')).toBe('Proton Pass');
    expect(name('Last\u200BPass')).toBe('LastPass');
    // Whoever typed the line may write it otherwise than the program does.
    expect(name('ProtonPass')).toBe('Proton Pass');
    expect(name('KeePassXC', [{ name: 'KeePass XC', mode: 'never' }])).toBe('KeePass XC');
  });

  it('leaves other windows alone', () => {
    for (const title of ['Inbox - Mail', 'checkout.ts - Editor', ''])
      expect(name(title)).toBeNull();
  });

  it('takes the stricter line of two, in whichever order they stand', () => {
    const local: PrivateApp = { name: 'notes', mode: 'local' };
    const never: PrivateApp = { name: 'secret notes', mode: 'never' };
    expect(privateAppOf('My Secret Notes', [local, never])).toBe(never);
    expect(privateAppOf('My Secret Notes', [never, local])).toBe(never);
    expect(privateAppOf('Notes', [never, local])).toBe(local);
  });

  it('finds names with accents, and is not opened by an empty line', () => {
    expect(name('Sécurité sociale', [{ name: 'Securite', mode: 'local' }])).toBe('Securite');
    expect(name('Anything', [{ name: ' ', mode: 'never' }])).toBeNull();
  });
});
