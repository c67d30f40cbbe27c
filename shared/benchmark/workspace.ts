import { z } from 'zod';
import { readJson } from '../routing/read-json';

/** What a workspace may hold: a task is small, and a model that loops must not fill the memory. */
export const WORKSPACE_LIMITS = {
  files: 64,
  fileChars: 60_000,
  totalChars: 400_000,
  pathChars: 200,
  searchHits: 50,
} as const;

export type WorkspaceFiles = Readonly<Record<string, string>>;

/** What a tool call gave back to the model; `ok` false = the text says what was wrong and what to do. */
export interface ToolResult {
  readonly ok: boolean;
  readonly text: string;
}

/** A throw-away tree of text files in memory. Nothing in it is ever run or written to disk (ruling 11). */
export interface Workspace {
  /** Runs one tool call; `argumentsText` is the JSON that the model wrote. Never throws. */
  readonly call: (tool: string, argumentsText: string) => ToolResult;
  /** The files as they are now, by path. */
  readonly files: () => ReadonlyMap<string, string>;
}

/** Runs one call with the arguments as the model wrote them, parsed from JSON but not yet checked. */
type Run = (files: Map<string, string>, given: unknown) => ToolResult;

const path = z.string().max(1_000);
const TOOLS = {
  list_files: checked(z.object({ path: path.optional() }), listFiles),
  read_file: checked(z.object({ path }), readFile),
  write_file: checked(z.object({ path, content: z.string() }), writeFile),
  replace_in_file: checked(
    z.object({ path, old_text: z.string().min(1), new_text: z.string() }),
    replaceInFile,
  ),
  delete_file: checked(z.object({ path }), deleteFile),
  search: checked(z.object({ query: z.string().min(1).max(500), path: path.optional() }), search),
} as const satisfies Readonly<Record<string, Run>>;
export type WorkspaceTool = keyof typeof TOOLS;

function checked<S extends z.ZodType>(
  schema: S,
  run: (files: Map<string, string>, given: z.infer<S>) => ToolResult,
): Run {
  return (files, given) => {
    const read = schema.safeParse(given);
    if (read.success) return run(files, read.data);
    const issue = read.error.issues[0];
    const place = issue?.path.join('.') ?? '';
    return refused(`${place === '' ? 'arguments' : place}: ${issue?.message ?? 'invalid'}`);
  };
}

/** Opens a workspace with the given files; throws when they break a rule, which is a fault of the task. */
export function openWorkspace(start: WorkspaceFiles): Workspace {
  const files = new Map<string, string>();
  for (const [path, content] of Object.entries(start)) {
    const clean = cleanPath(path);
    if (clean !== path) throw new RangeError(`workspace path is not in its plain form: ${path}`);
    const refusal = put(files, clean, content);
    if (refusal !== null) throw new RangeError(`${path}: ${refusal}`);
  }
  return { call: (tool, text) => runTool(files, tool, text), files: () => new Map(files) };
}

/** A relative path in plain form (`src/a.ts`), or null when it is absolute, climbs out or is unusable. */
export function cleanPath(path: string): string | null {
  if (path.length > WORKSPACE_LIMITS.pathChars || /[\p{Cc}\\:]/u.test(path)) return null;
  if (path.startsWith('/') || path.startsWith('~')) return null;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..')) return null;
  return parts.join('/');
}

function runTool(files: Map<string, string>, tool: string, argumentsText: string): ToolResult {
  if (!isTool(tool)) {
    return refused(`there is no tool ${tool.slice(0, 80)}; use ${Object.keys(TOOLS).join(', ')}`);
  }
  const given = readJson(argumentsText.trim() === '' ? '{}' : argumentsText);
  return given.ok ? TOOLS[tool](files, given.value) : refused(`the arguments are ${given.message}`);
}

function isTool(name: string): name is WorkspaceTool {
  return Object.hasOwn(TOOLS, name);
}

/** The paths at or under a folder in order; a refusal when the folder's path is bad or holds nothing. */
function pathsUnder(files: ReadonlyMap<string, string>, folder: string | undefined) {
  const root = folder === undefined || ['', '.', './', '/'].includes(folder);
  const clean = root ? '' : cleanPath(folder);
  if (clean === null) return badPath(folder ?? '');
  const paths = [...files.keys()].sort();
  if (clean === '') return paths;
  const under = paths.filter((path) => path === clean || path.startsWith(`${clean}/`));
  return under.length === 0 ? refused(`${clean} does not exist; call list_files`) : under;
}

function listFiles(
  files: Map<string, string>,
  { path }: { readonly path?: string | undefined },
): ToolResult {
  const paths = pathsUnder(files, path);
  if ('ok' in paths) return paths;
  return done(paths.length === 0 ? '(no files)' : paths.join('\n'));
}

function readFile(files: Map<string, string>, { path }: { readonly path: string }): ToolResult {
  const found = fileAt(files, path);
  return typeof found === 'string' ? done(files.get(found) ?? '') : found;
}

function writeFile(
  files: Map<string, string>,
  given: { readonly path: string; readonly content: string },
): ToolResult {
  const path = cleanPath(given.path);
  if (path === null) return badPath(given.path);
  const refusal = put(files, path, given.content);
  return refusal === null ? done(`wrote ${path}`) : refused(refusal);
}

interface Replacement {
  readonly path: string;
  readonly old_text: string;
  readonly new_text: string;
}

function replaceInFile(files: Map<string, string>, given: Replacement): ToolResult {
  const path = fileAt(files, given.path);
  if (typeof path !== 'string') return path;
  const parts = (files.get(path) ?? '').split(given.old_text);
  if (parts.length === 1) return refused(`old_text is not in ${path}; read the file again`);
  if (parts.length > 2) {
    return refused(
      `old_text stands ${parts.length - 1} times in ${path}; give more of the text around it`,
    );
  }
  const refusal = put(files, path, parts.join(given.new_text));
  return refusal === null ? done(`changed ${path}`) : refused(refusal);
}

function deleteFile(files: Map<string, string>, { path }: { readonly path: string }): ToolResult {
  const found = fileAt(files, path);
  if (typeof found !== 'string') return found;
  files.delete(found);
  return done(`deleted ${found}`);
}

function search(
  files: Map<string, string>,
  { query, path }: { readonly query: string; readonly path?: string | undefined },
): ToolResult {
  const paths = pathsUnder(files, path);
  if ('ok' in paths) return paths;
  const hits: string[] = [];
  for (const name of paths) {
    const lines = (files.get(name) ?? '').split('\n');
    for (const [index, line] of lines.entries()) {
      if (!line.includes(query)) continue;
      if (hits.length === WORKSPACE_LIMITS.searchHits) {
        return done(`${hits.join('\n')}\n(more hits left out; narrow the query or the path)`);
      }
      hits.push(`${name}:${index + 1}: ${line.slice(0, 300)}`);
    }
  }
  return done(hits.length === 0 ? '(no hits)' : hits.join('\n'));
}

/** The plain path of a file that exists, or the refusal to give back. */
function fileAt(files: ReadonlyMap<string, string>, given: string): string | ToolResult {
  const path = cleanPath(given);
  if (path === null) return badPath(given);
  return files.has(path) ? path : refused(`${path} does not exist; call list_files`);
}

/** Stores a file; a text when a limit or the tree forbids it, else null. */
function put(files: Map<string, string>, path: string, content: string): string | null {
  const isNew = !files.has(path);
  if (isNew && files.size >= WORKSPACE_LIMITS.files) {
    return `a workspace holds at most ${WORKSPACE_LIMITS.files} files`;
  }
  if (content.length > WORKSPACE_LIMITS.fileChars) {
    return `a file holds at most ${WORKSPACE_LIMITS.fileChars} characters`;
  }
  let total = content.length;
  for (const [name, text] of files) {
    if (name !== path) total += text.length;
    if (name.startsWith(`${path}/`)) return `${path} is a folder`;
    if (path.startsWith(`${name}/`)) return `${name} is a file, not a folder`;
  }
  if (total > WORKSPACE_LIMITS.totalChars) {
    return `a workspace holds at most ${WORKSPACE_LIMITS.totalChars} characters`;
  }
  files.set(path, content);
  return null;
}

function done(text: string): ToolResult {
  return { ok: true, text };
}

function refused(reason: string): ToolResult {
  return { ok: false, text: `Error: ${reason}.` };
}

function badPath(path: string): ToolResult {
  const shown = JSON.stringify(path.slice(0, 80));
  return refused(`${shown} is not a path in the workspace; use one like src/app.ts`);
}
