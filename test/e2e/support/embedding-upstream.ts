import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider with one embedding model, which knows which of its words mean the same. */
export interface EmbeddingUpstream {
  readonly url: string;
  /** Texts it was asked to embed. */
  readonly texts: string[];
  /** Answers wait until {@link letGo}. */
  hold(): void;
  letGo(): void;
  close(): Promise<void>;
}

/** Words of one list point in one direction. */
const MEANINGS: readonly (readonly string[])[] = [
  ['invoice', 'amount', 'owe', 'money', 'bill'],
  ['pie', 'apple', 'flour', 'cook', 'dessert'],
  ['train', 'platform', 'travel', 'journey'],
];

function vectorOf(text: string): number[] {
  const words = text.toLowerCase().split(/\W+/u);
  const counts = MEANINGS.map((list) => words.filter((word) => list.includes(word)).length);
  // Never all zero: such a vector has no direction.
  return [...counts, 0.1, 0, 0, 0, 0];
}

export async function openEmbeddingUpstream(): Promise<EmbeddingUpstream> {
  const texts: string[] = [];
  let gate = Promise.resolve();
  let open: (() => void) | null = null;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (value: unknown): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.url === '/v1/models') {
      answer({ object: 'list', data: [{ id: 'vec', object: 'model', owned_by: 'lab' }] });
      return;
    }
    const { input } = JSON.parse(Buffer.concat(chunks).toString()) as { input: string | string[] };
    const asked = [input].flat();
    texts.push(...asked);
    await gate;
    answer({
      object: 'list',
      model: 'vec',
      data: asked.map((text, index) => ({ index, object: 'embedding', embedding: vectorOf(text) })),
      usage: { prompt_tokens: 10, total_tokens: 10 },
    });
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    texts,
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    letGo: () => open?.(),
    async close() {
      open?.();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
