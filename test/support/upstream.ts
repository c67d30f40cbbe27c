import { onTestFinished } from 'vitest';
import { openUpstream, type Upstream } from './openai-upstream';

/** An upstream that is closed after the Vitest test that asked for it. */
export async function startUpstream(models = ['m1']): Promise<Upstream> {
  const { upstream, close } = await openUpstream(models);
  onTestFinished(close);
  return upstream;
}
