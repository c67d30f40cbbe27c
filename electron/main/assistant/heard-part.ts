/**
 * The words of an answer that were heard before the person broke in: as large a part of the text as of
 * the sound, back to the end of a word. A session tells no times of words.
 */
export function heardPart(text: string, heardMs: number, soundMs: number): string {
  if (heardMs >= soundMs) return text;
  const end = Math.floor((text.length * heardMs) / soundMs);
  const cut = text.slice(0, end);
  const whole = /\s/u.test(text.charAt(end)) ? cut : cut.replace(/\S+$/u, '');
  return whole.trimEnd();
}
