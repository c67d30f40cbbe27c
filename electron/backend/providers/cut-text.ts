/** The first `length` UTF-16 units, never half of a character that takes two. */
export function cutText(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}
