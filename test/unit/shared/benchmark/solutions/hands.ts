import type { Workspace, WorkspaceTool } from '../../../../../shared/benchmark/workspace';

/** The tools as a scripted model uses them: every call goes through the real executor and must be accepted. */
export interface Hands {
  readonly list: (path?: string) => string[];
  readonly read: (path: string) => string;
  readonly json: (path: string) => unknown;
  readonly write: (path: string, content: string) => void;
  readonly replace: (path: string, oldText: string, newText: string) => void;
  readonly remove: (path: string) => void;
}

/** Solves one task with tools. */
export type Solution = (hands: Hands) => void;

export function handsOn(workspace: Workspace): Hands {
  const call = (tool: WorkspaceTool, args: Record<string, unknown>) => {
    const result = workspace.call(tool, JSON.stringify(args));
    if (!result.ok) throw new Error(`${tool}: ${result.text}`);
    return result.text;
  };
  const read = (path: string) => call('read_file', { path });
  return {
    list: (path) => call('list_files', path === undefined ? {} : { path }).split('\n'),
    read,
    json: (path) => JSON.parse(read(path)) as unknown,
    write: (path, content) => void call('write_file', { path, content }),
    replace: (path, oldText, newText) =>
      void call('replace_in_file', { path, old_text: oldText, new_text: newText }),
    remove: (path) => void call('delete_file', { path }),
  };
}
