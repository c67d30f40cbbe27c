import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPath, openWorkspace, WORKSPACE_LIMITS } from '../../../../shared/benchmark/workspace';
import { WORKSPACE_TOOLS } from '../../../../shared/benchmark/workspace-tools';

const START = { 'src/a.js': 'one\ntwo\n', 'src/lib/b.js': 'two\n', 'README.md': 'hi\n' };
const open = () => {
  const workspace = openWorkspace(START);
  return {
    files: workspace.files,
    call: (tool: string, args: unknown) => workspace.call(tool, JSON.stringify(args)),
    raw: workspace.call,
  };
};

describe('file tools', () => {
  it('lists, reads, writes, replaces, searches and deletes', () => {
    const { call, files } = open();
    expect(call('list_files', {}).text).toBe('README.md\nsrc/a.js\nsrc/lib/b.js');
    expect(call('list_files', { path: 'src/lib/' }).text).toBe('src/lib/b.js');
    expect(call('read_file', { path: './src/a.js' })).toEqual({ ok: true, text: 'one\ntwo\n' });
    expect(call('write_file', { path: 'new/c.txt', content: 'c' }).text).toBe('wrote new/c.txt');
    expect(
      call('replace_in_file', { path: 'src/a.js', old_text: 'one', new_text: '$& $1' }).ok,
    ).toBe(true);
    expect(call('search', { query: 'two' }).text).toBe('src/a.js:2: two\nsrc/lib/b.js:1: two');
    expect(call('delete_file', { path: 'README.md' }).ok).toBe(true);
    expect(Object.fromEntries(files())).toEqual({
      'src/a.js': '$& $1\ntwo\n',
      'src/lib/b.js': 'two\n',
      'new/c.txt': 'c',
    });
  });

  it('does not touch the files of the task: the next model starts with the same ones', () => {
    const { call } = open();
    call('write_file', { path: 'src/a.js', content: 'gone' });
    expect(open().call('read_file', { path: 'src/a.js' }).text).toBe('one\ntwo\n');
  });

  it.each([
    ['read_file', { path: 'src/z.js' }, 'Error: src/z.js does not exist; call list_files.'],
    ['read_file', {}, /^Error: path: /u],
    ['list_files', { path: 'nowhere' }, 'Error: nowhere does not exist; call list_files.'],
    ['run', { command: 'ls' }, /^Error: there is no tool run; use list_files, /u],
    ['toString', {}, /^Error: there is no tool toString/u],
    [
      'replace_in_file',
      { path: 'src/a.js', old_text: 'three', new_text: '' },
      'Error: old_text is not in src/a.js; read the file again.',
    ],
    [
      'replace_in_file',
      { path: 'src/a.js', old_text: 'o', new_text: '' },
      'Error: old_text stands 2 times in src/a.js; give more of the text around it.',
    ],
    ['write_file', { path: 'src', content: '' }, 'Error: src is a folder.'],
    [
      'write_file',
      { path: 'README.md/x', content: '' },
      'Error: README.md is a file, not a folder.',
    ],
  ])('tells the model what was wrong with %s %j', (tool, args, text) => {
    const { call, files } = open();
    const result = call(tool, args);
    expect(result.ok).toBe(false);
    expect(result.text).toMatch(text);
    expect(Object.fromEntries(files())).toEqual(START);
  });

  it('answers broken or strange arguments with an error, never with an exception', () => {
    const { raw, files } = open();
    for (const text of ['{', '[]', 'null', '"x"', '{"path": 1}']) {
      expect(raw('read_file', text).ok).toBe(false);
    }
    expect(raw('list_files', '').ok).toBe(true);
    assert(
      property(string(), string(), (tool, text) => {
        expect(typeof raw(tool, text).text).toBe('string');
      }),
    );
    expect(Object.fromEntries(files())).toEqual(START);
  });
});

describe('paths', () => {
  it.each([
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a/..',
    '~/x',
    'C:\\x',
    'a\\b',
    'a\u0000b',
    '',
    '.',
    'x'.repeat(201),
  ])('refuses %j: nothing outside the workspace has a name', (path) => {
    expect(cleanPath(path)).toBeNull();
    expect(open().call('write_file', { path, content: 'x' }).ok).toBe(false);
  });

  it('brings a path into one plain form, so that a file has one name', () => {
    expect(cleanPath('./src//a.js')).toBe('src/a.js');
    expect(cleanPath('src/./lib/')).toBe('src/lib');
  });

  it('takes __proto__ as a plain file name', () => {
    const { call, files } = open();
    expect(call('write_file', { path: '__proto__', content: 'x' }).ok).toBe(true);
    expect(call('write_file', { path: 'constructor/a', content: 'y' }).ok).toBe(true);
    expect(files().get('__proto__')).toBe('x');
    expect(Object.prototype).not.toHaveProperty('a');
  });
});

describe('limits', () => {
  it('bounds the number and the size of files', () => {
    const { call } = open();
    const big = 'x'.repeat(WORKSPACE_LIMITS.fileChars);
    expect(call('write_file', { path: 'big', content: `${big}x` }).text).toMatch(/at most 60000/u);
    let refusal = '';
    for (let count = 0; refusal === ''; count += 1) {
      const result = call('write_file', { path: `big-${count}`, content: big });
      if (!result.ok) refusal = result.text;
    }
    expect(refusal).toMatch(/a workspace holds at most 400000 characters/u);
    refusal = '';
    for (let count = 0; refusal === ''; count += 1) {
      const result = call('write_file', { path: `small-${count}`, content: '' });
      if (!result.ok) refusal = result.text;
    }
    expect(refusal).toMatch(/at most 64 files/u);
    expect(call('write_file', { path: 'README.md', content: 'still works' }).ok).toBe(true);
  });

  it('bounds what a search gives back', () => {
    const { call } = open();
    call('write_file', { path: 'many', content: 'hit\n'.repeat(500) });
    const { text } = call('search', { query: 'hit' });
    expect(text.split('\n')).toHaveLength(WORKSPACE_LIMITS.searchHits + 1);
    expect(text).toMatch(/more hits left out/u);
  });

  it('refuses a task whose files break the rules', () => {
    expect(() => openWorkspace({ '../x': '' })).toThrow(RangeError);
    expect(() => openWorkspace({ a: '', 'a/b': '' })).toThrow(/a is a file/u);
  });
});

describe('tool definitions', () => {
  it('offers exactly the tools that run, with the arguments that they need', () => {
    const { raw } = open();
    for (const { function: tool } of WORKSPACE_TOOLS) {
      expect(raw(tool.name, '{}').text).not.toMatch(/no tool/u);
      expect(Object.keys(tool.parameters['properties'] as object)).toEqual(
        expect.arrayContaining(tool.parameters['required'] as string[]),
      );
    }
    const named = /use (.*)\.$/u.exec(raw('none', '{}').text)?.[1]?.split(', ');
    expect(WORKSPACE_TOOLS.map((tool) => tool.function.name)).toEqual(named);
  });
});
