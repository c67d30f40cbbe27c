import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemaForGoogle } from '../../../../electron/backend/translate/json-schema-google';

describe('a JSON Schema for Gemini', () => {
  // What Gemini reads as it stands was rewritten, and meant something else.
  it('leaves alone what Gemini reads', () => {
    const schema = {
      type: 'object',
      description: 'A trip',
      properties: {
        // Named like keywords, and none.
        const: { type: 'string', format: 'date' },
        pattern: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
        stops: { type: 'array', items: { $ref: '#/$defs/stop' }, minItems: 1, maxItems: 3 },
        kind: { anyOf: [{ enum: ['a', 'b'] }, { type: 'null' }] },
        extra: { type: 'object', additionalProperties: { type: 'number' } },
      },
      required: ['const'],
      additionalProperties: false,
      $defs: { stop: { type: 'string', enum: ['x'] } },
    };
    expect(schemaForGoogle(schema)).toEqual(schema);
  });

  // Google answers 400 to words beside a reference, and does not know the older words.
  it('says older words in newer ones', () => {
    expect(
      schemaForGoogle({
        $schema: 'http://json-schema.org/draft-07/schema#',
        definitions: { a: { const: 'x' } },
        type: 'object',
        properties: {
          a: { $ref: '#/definitions/a' },
          b: { $ref: '#/definitions/a', description: 'B' },
          c: { description: 'C', allOf: [{ $ref: '#/definitions/a' }] },
          d: { const: null },
          e: { type: 'array', items: [{ type: 'string' }] },
          f: { type: ['string', 'null'], enum: ['x', null], description: 'F' },
        },
      }),
    ).toEqual({
      $defs: { a: { enum: ['x'] } },
      type: 'object',
      properties: {
        a: { $ref: '#/$defs/a' },
        b: { description: 'B', anyOf: [{ $ref: '#/$defs/a' }] },
        c: { description: 'C', anyOf: [{ $ref: '#/$defs/a' }] },
        d: { type: 'null' },
        e: { type: 'array', prefixItems: [{ type: 'string' }] },
        f: { description: 'F', anyOf: [{ type: ['string'], enum: ['x'] }, { type: 'null' }] },
      },
    });
  });

  // An intersection lost all of its members but one.
  it('joins what must hold together, where that says the same', () => {
    const one = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const two = { type: 'object', properties: { b: { type: 'number' } }, required: ['b'] };
    expect(schemaForGoogle({ allOf: [one, two] })).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' } },
      required: ['a', 'b'],
    });
    const other = { ...one, properties: { a: { type: 'string', pattern: 'x' } } };
    expect(schemaForGoogle({ allOf: [one, other] })).toEqual({
      description: expect.stringContaining('"pattern":"x"') as unknown,
    });
    const closed = { ...two, additionalProperties: false };
    expect(schemaForGoogle({ allOf: [one, closed] })).toEqual({
      description: expect.stringContaining('allOf') as unknown,
    });
  });

  // A constraint that Gemini does not enforce vanished: the model never heard of it.
  it('tells the model what Gemini does not enforce', () => {
    expect(
      schemaForGoogle({ type: 'string', description: 'A code', pattern: '^[A-Z]+$', minLength: 2 }),
    ).toEqual({ type: 'string', description: 'A code\n\n{pattern: "^[A-Z]+$", minLength: 2}' });
    expect(schemaForGoogle({ const: true })).toEqual({ description: '{const: true}' });
  });

  // Whatever stands in a schema is still there, as a keyword or in words, and twice is once.
  it('loses no keyword and is stable', () => {
    const keyword = fc.constantFrom('minimum', 'pattern', 'title', 'not', 'default', 'uniqueItems');
    const leaf = fc.dictionary(keyword, fc.constantFrom(1, 'x', true), { noNullPrototype: true });
    const tree = fc.record({
      type: fc.constant('object'),
      properties: fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), leaf, { noNullPrototype: true }),
    });
    fc.assert(
      fc.property(tree, (schema) => {
        const written = schemaForGoogle(schema);
        for (const [name, property] of Object.entries(schema.properties)) {
          const said = JSON.stringify((written['properties'] as Record<string, unknown>)[name]);
          for (const key of Object.keys(property)) expect(said).toContain(key);
        }
        expect(schemaForGoogle(written)).toEqual(written);
      }),
    );
  });
});
