/** A stretch of a transcript; seconds from the start of the recording. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** SubRip: numbered, `HH:MM:SS,mmm`. */
export function toSrt(segments: readonly Segment[]): string {
  return segments
    .map(
      ({ start, end, text }, index) =>
        `${index + 1}\n${stamp(start, ',')} --> ${stamp(end, ',')}\n${oneBlock(text)}\n`,
    )
    .join('\n');
}

/** WebVTT: `HH:MM:SS.mmm`; `&` and `<` escaped, since cues are marked-up text. */
export function toVtt(segments: readonly Segment[]): string {
  const cues = segments.map(
    ({ start, end, text }) =>
      `${stamp(start, '.')} --> ${stamp(end, '.')}\n${oneBlock(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('-->', '--&gt;')}\n`,
  );
  return ['WEBVTT\n', ...cues].join('\n');
}

/** A blank line would end the cue. */
function oneBlock(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/gu, '\n');
}

function stamp(seconds: number, mark: ',' | '.'): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const rest = String(ms % 1000).padStart(3, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${mark}${rest}`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
