import { computed } from './support';

export const TOOL_USAGE = computed('agentic_execution', 'tool_usage', {
  'find-owner': (_, files) =>
    Object.keys(files)
      .filter((path) => files[path]?.includes('owner: data-team') === true)
      .join(' '),
  'count-todos': (_, files) => {
    const code = Object.entries(files).filter(([path]) => path.startsWith('src/'));
    return String(
      code.flatMap(([, text]) => text.split('\n')).filter((line) => line.includes('TODO')).length,
    );
  },
});
