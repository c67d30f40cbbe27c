import type { WorkspaceTool } from './workspace';

/** A tool as the chat-completions protocol describes it. */
export interface ToolDefinition {
  readonly type: 'function';
  readonly function: {
    readonly name: WorkspaceTool;
    readonly description: string;
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

const path = { type: 'string', description: 'Path in the workspace, such as src/app.ts' };
const folder = {
  type: 'string',
  description: 'Folder or file to look in; all of it when left out',
};

/** The file tools offered with an agentic golden task; each is run by `Workspace.call`. */
export const WORKSPACE_TOOLS: readonly ToolDefinition[] = [
  tool('list_files', 'Lists the paths of all files, one a line.', { path: folder }, []),
  tool('read_file', 'Returns the whole text of a file.', { path }, ['path']),
  tool(
    'write_file',
    'Creates a file or replaces its whole text.',
    { path, content: { type: 'string', description: 'The whole new text' } },
    ['path', 'content'],
  ),
  tool(
    'replace_in_file',
    'Replaces a text that stands exactly once in a file by another.',
    {
      path,
      old_text: { type: 'string', description: 'The text to replace, letter for letter' },
      new_text: { type: 'string', description: 'What stands there afterwards' },
    },
    ['path', 'old_text', 'new_text'],
  ),
  tool('delete_file', 'Deletes a file.', { path }, ['path']),
  tool(
    'search',
    'Finds the lines that hold a text (no pattern, letter case counts) as path:line: text.',
    { query: { type: 'string', description: 'The text to look for' }, path: folder },
    ['query'],
  ),
];

function tool(
  name: WorkspaceTool,
  description: string,
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[],
): ToolDefinition {
  return {
    type: 'function',
    function: {
      name,
      description,
      parameters: { type: 'object', properties, required, additionalProperties: false },
    },
  };
}
