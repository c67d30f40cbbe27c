import { describe, expect, it } from 'vitest';
import {
  googleEmbeddingsRequest,
  openaiEmbeddingsAnswer,
} from '../../../../electron/backend/translate/dialect-google-embeddings';

const request = (text: string) => ({
  model: 'models/gemini-embedding-001',
  content: { parts: [{ text }] },
  outputDimensionality: 256,
});

describe('embeddings by Gemini', () => {
  // One text of several was embedded, or the length that was asked for was not.
  it('asks for every text in its order', () => {
    const body = { model: 'google/x', user: 'u', encoding_format: 'float', dimensions: 256 };
    expect(googleEmbeddingsRequest({ ...body, input: ['a', 'b'] }, 'gemini-embedding-001')).toEqual(
      { ok: true, body: { requests: [request('a'), request('b')] } },
    );
    expect(googleEmbeddingsRequest({ ...body, input: 'a' }, 'models/gemini-embedding-001')).toEqual(
      { ok: true, body: { requests: [request('a')] } },
    );
  });

  // Token numbers, which only OpenAI can read, were embedded as the text of numbers.
  it.each([
    [{ input: [1, 2, 3] }, 'input'],
    [{ input: [[1], [2]] }, 'input'],
    [{ input: 'a', dimensions: -1 }, 'dimensions'],
    [{ input: 'a', quantum: true }, 'quantum'],
  ])('names what it cannot ask for: %j', (body, feature) => {
    expect(googleEmbeddingsRequest(body, 'm')).toEqual({ ok: false, unsupported: [feature] });
  });

  // The official client asks for base64 by itself and read garbage.
  it('answers as OpenAI does, in floats or as little-endian base64', () => {
    const values = [0.5, -1, 0.100000001];
    const json = {
      embeddings: [{ values }, { values: [1] }],
      usageMetadata: { promptTokenCount: 4 },
    };
    expect(openaiEmbeddingsAnswer(json, 'google/m', 'float')).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: values },
        { object: 'embedding', index: 1, embedding: [1] },
      ],
      model: 'google/m',
      usage: { prompt_tokens: 4, total_tokens: 4 },
    });
    const coded = openaiEmbeddingsAnswer(json, 'google/m', 'base64') as {
      data: { embedding: string }[];
    };
    const bytes = Buffer.from(coded.data[0]?.embedding ?? '', 'base64');
    expect(values.map((_, index) => bytes.readFloatLE(index * 4))).toEqual([
      ...Float32Array.from(values),
    ]);
  });

  // Usage was reported as 0 where nothing was reported; an error was read as no embeddings.
  it('makes nothing up', () => {
    expect(openaiEmbeddingsAnswer({ embeddings: [] }, 'm', 'float')).toMatchObject({
      data: [],
      usage: { prompt_tokens: null, total_tokens: null },
    });
    expect(openaiEmbeddingsAnswer({ error: {} }, 'm', 'float')).toBeNull();
  });
});
