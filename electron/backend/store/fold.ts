/** How the text filter compares: lower case on both sides. */
export function fold(...texts: readonly (string | null)[]): string {
  return texts
    .filter((text) => text !== null && text !== '')
    .join('\n')
    .toLowerCase();
}

/** A `LIKE` pattern (escape character `\`) for rows that contain `text`, ignoring case. */
export function containsPattern(text: string): string {
  return `%${text.toLowerCase().replaceAll(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;
}
