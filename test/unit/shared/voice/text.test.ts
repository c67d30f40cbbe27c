import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSentenceSplitter, speakable } from '@shared/voice/sentences';
import { toSrt, toVtt } from '@shared/voice/subtitles';

function split(...pieces: readonly string[]): readonly string[] {
  const splitter = createSentenceSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

describe('sentences of a streaming answer', () => {
  test('a sentence is given while the next one is still coming', () => {
    const splitter = createSentenceSplitter();
    expect(splitter.push('It is half past')).toEqual([]);
    expect(splitter.push(' nine.')).toEqual([]); // 9.30 could follow
    expect(splitter.push(' Your')).toEqual(['It is half past nine.']);
    expect(splitter.push(' bus has left')).toEqual([]);
    expect(splitter.end()).toEqual(['Your bus has left']);
  });

  test('decimals, abbreviations and list numbers end nothing', () => {
    expect(split('Dr. Lee paid 3.50 today. Was it e.g. for tea? Yes!')).toEqual([
      'Dr. Lee paid 3.50 today.',
      'Was it e.g. for tea?',
      'Yes!',
    ]);
    expect(split('Do this:\n1. Open it.\n2. Close it.')).toEqual([
      'Do this:',
      'Open it.',
      'Close it.',
    ]);
  });

  test('code is not read aloud, also when a fence comes in pieces', () => {
    expect(split('Run this.\n`', '``sh\nrm -rf. Really.\n``', '`\nThen wait.')).toEqual([
      'Run this.',
      'Then wait.',
    ]);
  });

  test('marks are not read aloud', () => {
    expect(
      speakable('## **Bold** _word_ and [a link](https://x.example/y) at https://z.example'),
    ).toBe('Bold word and a link at');
  });

  test('a text without a full stop does not keep the voice waiting', () => {
    const splitter = createSentenceSplitter();
    expect(splitter.push('word '.repeat(80)).length).toBeGreaterThan(0);
  });

  test('how the text was cut on its way changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('One two. ', 'Is it? ', 'Yes', '```\ncode. x\n```', '\n- item'), {
          maxLength: 12,
        }),
        fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
        (parts, sizes) => {
          const text = parts.join('');
          const pieces: string[] = [];
          for (let at = 0; at < text.length;) {
            const size = sizes.next().value ?? 1;
            pieces.push(text.slice(at, at + size));
            at += size;
          }
          expect(split(...pieces).join(' ')).toBe(split(text).join(' '));
        },
      ),
    );
  });
});

describe('subtitles', () => {
  const segments = [
    { start: 0, end: 3.2, text: ' Hello there.' },
    { start: 3661.5, end: 3662.0004, text: 'a < b & c\n\nd' },
  ];
  test('SubRip has numbers and commas', () => {
    expect(toSrt(segments)).toBe(
      '1\n00:00:00,000 --> 00:00:03,200\nHello there.\n\n2\n01:01:01,500 --> 01:01:02,000\na < b & c\nd\n',
    );
  });
  test('WebVTT has its head, dots and escapes; a blank line in a text does not end its cue', () => {
    expect(toVtt(segments)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:03.200\nHello there.\n\n01:01:01.500 --> 01:01:02.000\na &lt; b &amp; c\nd\n',
    );
  });
});
