import { describe, expect, it } from 'vitest';
import { choosePackages } from '../../../scripts/lib/apt.mjs';
import { parseMissingLibraries } from '../../../scripts/lib/system-libraries.mjs';

const CHOICES = [['libgtk-3-0t64', 'libgtk-3-0'], ['libasound2t64', 'libasound2'], ['libnss3']];

describe('system libraries', () => {
  it('reads from ldd what is not found, each once', () => {
    const ldd = [
      '\tlinux-vdso.so.1 (0x00007ffd)',
      '\tlibffmpeg.so => /opt/electron/libffmpeg.so (0x00007f11)',
      '\tlibgtk-3.so.0 => not found',
      '\tlibnss3.so => not found',
      '\tlibgtk-3.so.0 => not found',
    ].join('\n');
    expect(parseMissingLibraries(ldd)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  });

  it('finds nothing where nothing is missing, or where it is no program at all', () => {
    expect(parseMissingLibraries('\tlibc.so.6 => /lib/libc.so.6 (0x00007f0e)')).toEqual([]);
    expect(parseMissingLibraries('not a dynamic executable')).toEqual([]);
    expect(parseMissingLibraries('')).toEqual([]);
  });

  it('takes the names of a 64-bit time_t system where those are known', () => {
    const known = new Set(['libgtk-3-0t64', 'libasound2t64', 'libasound2', 'libnss3']);
    expect(choosePackages(CHOICES, known)).toEqual(['libgtk-3-0t64', 'libasound2t64', 'libnss3']);
  });

  it('takes the old names on an older system, and where no list says', () => {
    const old = ['libgtk-3-0', 'libasound2', 'libnss3'];
    expect(choosePackages(CHOICES, new Set(old))).toEqual(old);
    expect(choosePackages(CHOICES, new Set())).toEqual(old);
  });
});
