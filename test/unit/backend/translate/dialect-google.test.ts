import { describe, expect, it } from 'vitest';
import { googleDialect } from '../../../../electron/backend/translate/dialect-google';
import { sealToolId } from '../../../../electron/backend/translate/dialect-google-seal';
import type { IrPart, IrRequest } from '../../../../electron/backend/translate/ir';
import { call, image, model, PNG, result, text, user, WEATHER } from '../../../support/ir-parts';
import { irRequest } from '../../../support/translate';

const NEW = 'gemini-3-flash';
const OLD = 'gemini-2.5-flash';

const EMPTY: IrRequest = irRequest({
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
  streamUsage: false,
});

function body(request: Partial<IrRequest>, model = OLD): Readonly<Record<string, unknown>> {
  const written = googleDialect.write({ ...EMPTY, ...request }, model);
  if (!written.ok) throw new Error(written.unsupported.join());
  return written.body;
}

const PNG_PART = { inlineData: { mimeType: 'image/png', data: PNG } };

const response = (id: string, output: string) => ({ id, name: 'weather', response: { output } });

describe('a request to Gemini', () => {
  // The golden pair of the documentation: a wish that has a field there went missing.
  it('says everything that Gemini has a field for', () => {
    const schema = { type: 'object', properties: { a: { type: 'number' } } };
    expect(
      body({
        system: ['Be brief.', 'In English.'],
        format: { kind: 'schema', name: 'sum', schema, strict: true },
        maxTokens: 64,
        temperature: 0.2,
        topP: 0.9,
        topK: 40,
        stop: ['END'],
        seed: 7,
        frequencyPenalty: 0.5,
        presencePenalty: 0.25,
        topLogprobs: 3,
        reasoning: { effort: null, budgetTokens: 2048 },
      }),
    ).toEqual({
      contents: [{ role: 'user', parts: [{ text: 'Hi' }] }],
      systemInstruction: { parts: [{ text: 'Be brief.' }, { text: 'In English.' }] },
      generationConfig: {
        maxOutputTokens: 64,
        temperature: 0.2,
        topP: 0.9,
        topK: 40,
        stopSequences: ['END'],
        seed: 7,
        frequencyPenalty: 0.5,
        presencePenalty: 0.25,
        responseLogprobs: true,
        logprobs: 3,
        responseMimeType: 'application/json',
        responseJsonSchema: schema,
        thinkingConfig: { includeThoughts: true, thinkingBudget: 2048 },
      },
    });
  });

  // A request without wishes must not carry settings that nobody chose.
  it('says nothing else', () => {
    expect(body({})).toEqual({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] });
    const quiet = { stream: true, streamUsage: true, user: 'u', parallelTools: true };
    expect(body({ ...quiet, echo: { metadata: {} }, legacyFunctions: true })).toEqual(body({}));
  });

  // JSON mode without a schema was lost.
  it('asks for JSON of any shape', () => {
    expect(body({ format: { kind: 'json' } })['generationConfig']).toEqual({
      responseMimeType: 'application/json',
    });
  });

  // A schema for no arguments is refused by Google, and one without `type` is not one of an object.
  it('declares tools with their schema as JSON Schema', () => {
    const bare = { name: 'now', description: null, parameters: {}, strict: null };
    const untyped = { ...bare, name: 'x', parameters: { properties: { a: {} } } };
    const none = { ...bare, name: 'y', parameters: { type: 'object', properties: {} } };
    expect(body({ tools: [WEATHER, bare, untyped, none] })['tools']).toEqual([
      {
        functionDeclarations: [
          { name: 'weather', description: 'Looks', parametersJsonSchema: WEATHER.parameters },
          { name: 'now' },
          { name: 'x', parametersJsonSchema: { type: 'object', properties: { a: {} } } },
          { name: 'y' },
        ],
      },
    ]);
  });

  // A forced call became a free one, or the other way round.
  it.each([
    [null, undefined],
    ['auto', { mode: 'AUTO' }],
    ['none', { mode: 'NONE' }],
    ['required', { mode: 'ANY' }],
    [{ name: 'weather' }, { mode: 'ANY', allowedFunctionNames: ['weather'] }],
  ] as const)('chooses tools by %j', (toolChoice, mode) => {
    const config = body({ tools: [WEATHER], toolChoice })['toolConfig'];
    expect(config).toEqual(mode && { functionCallingConfig: mode });
  });

  // Strict tools got arguments that do not keep to the schema.
  it('keeps arguments to the schema when a tool is strict', () => {
    const tools = [{ ...WEATHER, strict: true }];
    expect(body({ tools })['toolConfig']).toEqual({ functionCallingConfig: { mode: 'VALIDATED' } });
    expect(body({ tools }, 'gemini-2.0-flash')['toolConfig']).toBeUndefined();
  });

  // Thinking was asked for in a way that the model refuses with an error.
  it.each([
    [OLD, 'none', { thinkingBudget: 0 }],
    [OLD, 'low', { includeThoughts: true, thinkingBudget: 1024 }],
    [OLD, 'high', { includeThoughts: true, thinkingBudget: 24_576 }],
    ['gemini-2.5-pro', 'none', { thinkingBudget: 128 }],
    [NEW, 'none', { thinkingLevel: 'MINIMAL' }],
    [NEW, 'medium', { includeThoughts: true, thinkingLevel: 'MEDIUM' }],
    ['gemini-3-pro-preview', 'minimal', { includeThoughts: true, thinkingLevel: 'LOW' }],
    ['gemini-3-pro-preview', 'medium', { includeThoughts: true, thinkingLevel: 'HIGH' }],
    ['gemini-3.1-pro-preview', 'medium', { includeThoughts: true, thinkingLevel: 'MEDIUM' }],
    ['gemini-flash-latest', 'xhigh', { includeThoughts: true, thinkingLevel: 'HIGH' }],
  ])('has %s think by effort %s', (name, effort, thinkingConfig) => {
    const reasoning = { effort, budgetTokens: null };
    expect(body({ reasoning }, name)['generationConfig']).toEqual({ thinkingConfig });
  });

  // A budget outside of the model's range is an error at Google.
  it.each([
    [OLD, 0, 0],
    [OLD, 100_000, 24_576],
    ['gemini-2.5-flash-lite', 100, 512],
    ['gemini-2.5-pro', 0, 128],
    ['gemini-2.5-pro', 100_000, 32_768],
    [NEW, 5000, 5000],
  ])('has %s think within a budget of %i', (name, budgetTokens, thinkingBudget) => {
    const written = body({ reasoning: { effort: null, budgetTokens } }, name);
    expect(written['generationConfig']).toMatchObject({ thinkingConfig: { thinkingBudget } });
  });

  it('does not tell a model that never thinks to stop thinking', () => {
    const reasoning = { effort: 'none', budgetTokens: null };
    expect(body({ reasoning }, 'gemini-2.0-flash')).toEqual(body({}));
  });
});

describe('a conversation for Gemini', () => {
  // Results that came in messages of their own were turns of their own: Google counts and refuses.
  it('answers parallel calls in one turn, right after them, by name and id', () => {
    const messages = [
      user(text('Weather?'), image()),
      model(text('I look.'), call('a', '{"city":"Rome"}'), call('b', '{"city":"Oslo"}')),
      user(result('a', [text('21 C')])),
      user(text('Be quick.'), result('b', [text('gone')], true)),
      model(text('Done.'), text('')),
      user(text('')),
      user(text('Thanks')),
    ];
    expect(body({ messages })['contents']).toEqual([
      { role: 'user', parts: [{ text: 'Weather?' }, PNG_PART] },
      {
        role: 'model',
        parts: [
          { text: 'I look.' },
          { functionCall: { id: 'a', name: 'weather', args: { city: 'Rome' } } },
          { functionCall: { id: 'b', name: 'weather', args: { city: 'Oslo' } } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'a', name: 'weather', response: { output: '21 C' } } },
          { functionResponse: { id: 'b', name: 'weather', response: { error: 'gone' } } },
        ],
      },
      { role: 'user', parts: [{ text: 'Be quick.' }] },
      { role: 'model', parts: [{ text: 'Done.' }] },
      { role: 'user', parts: [{ text: 'Thanks' }] },
    ]);
  });

  // What a tool showed was thrown away, or torn between the results of parallel calls.
  it('shows the images of results: inside of them from version 3, after them before', () => {
    const messages = [
      user(text('Look')),
      model(call('a'), call('b')),
      user(result('a', [text('here'), image()])),
      user(result('b', [image()])),
    ];
    const contents = (name: string) => body({ messages }, name)['contents'] as unknown[];
    expect(contents(NEW).slice(2)).toEqual([
      {
        role: 'user',
        parts: [
          { functionResponse: { ...response('a', 'here'), parts: [PNG_PART] } },
          { functionResponse: { ...response('b', ''), parts: [PNG_PART] } },
        ],
      },
    ]);
    expect(contents(OLD).slice(2)).toEqual([
      {
        role: 'user',
        parts: [
          { functionResponse: response('a', 'here') },
          { functionResponse: response('b', '') },
        ],
      },
      {
        role: 'user',
        parts: [
          { text: 'Result of weather (a):' },
          PNG_PART,
          { text: 'Result of weather (b):' },
          PNG_PART,
        ],
      },
    ]);
  });

  // Files, sound and addresses that Gemini reads reached it as nothing.
  it('hands on files, sound and addresses that Google fetches', () => {
    const uri = 'https://generativelanguage.googleapis.com/v1beta/files/abc';
    const parts: IrPart[] = [
      {
        type: 'file',
        media: { kind: 'data', mime: 'application/pdf', base64: 'JVBERi0=' },
        name: 'a.pdf',
      },
      { type: 'file', media: { kind: 'url', url: uri }, name: null },
      { type: 'audio', base64: 'UklGRg==', format: 'wav' },
    ];
    expect(body({ messages: [user(...parts)] })['contents']).toEqual([
      {
        role: 'user',
        parts: [
          { inlineData: { mimeType: 'application/pdf', data: 'JVBERi0=' } },
          { fileData: { fileUri: uri } },
          { inlineData: { mimeType: 'audio/wav', data: 'UklGRg==' } },
        ],
      },
    ]);
  });

  // Gemini 3 refuses a call that comes back without its signature: 400 in the second turn.
  it('gives each call its signature back, and a stand-in for calls of other models', () => {
    const sealed = sealToolId('g1', 'AQID');
    const messages = [
      user(text('Hi')),
      model(call(sealed), call('g2')),
      user(result(sealed, [text('1')]), result('g2', [text('2')])),
      model(call('toolu_1')),
      user(result('toolu_1', [text('3')])),
    ];
    const parts = (name: string) =>
      (body({ messages }, name)['contents'] as { parts: Record<string, unknown>[] }[]).flatMap(
        (content) => content.parts,
      );
    const signed = parts(NEW).filter((part) => part['functionCall'] !== undefined);
    expect(signed.map((part) => part['thoughtSignature'])).toEqual([
      'AQID',
      undefined,
      'skip_thought_signature_validator',
    ]);
    expect(JSON.stringify(parts(NEW))).not.toContain('__gs');
    expect(parts(OLD).map((part) => part['thoughtSignature'])).toContain('AQID');
    expect(JSON.stringify(parts(OLD))).not.toContain('skip_');
  });

  // Thinking of another provider was sent as if it were the user's or the model's text.
  it('keeps thinking to itself', () => {
    const reasoning: IrPart = { type: 'reasoning', text: 'Hm', signature: 'anthropic#x' };
    const messages = [user(text('Hi')), model(reasoning, text('Yes')), user(text('So'))];
    expect(JSON.stringify(body({ messages }, NEW))).not.toContain('Hm');
  });

  // A call whose arguments are no JSON object, as models do write them, stopped the conversation.
  it.each([
    ['', {}],
    ['{"a":', { arguments: '{"a":' }],
    ['[1]', { arguments: '[1]' }],
  ])('hands on arguments %j', (args, wanted) => {
    const messages = [user(text('Hi')), model(call('a', args)), user(result('a', []))];
    expect(JSON.stringify(body({ messages }))).toContain(JSON.stringify(wanted));
  });

  // Ended the stack, and every model of the provider rested for it.
  it('hands on arguments that nest too deep as the text they are', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const messages = [user(text('Hi')), model(call('a', deep)), user(result('a', []))];
    const wanted = JSON.stringify({ arguments: deep });
    expect(JSON.stringify(body({ messages }))).toContain(wanted);
  });
});
