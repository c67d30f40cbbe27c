'use strict';
/*
 * Reads the text of pictures, in a thread of its own: it takes seconds, and a crash of the recogniser
 * must not take the server with it. Engine and language data come from the app's own files; nothing
 * is downloaded. CommonJS, because the same file is run from the sources by Node and copied into the
 * bundle. Messages: {id, image} in; {id, progress}, then {id, text} or {id, error} out.
 */
const path = require('node:path');
const { parentPort } = require('node:worker_threads');
const { createWorker, OEM } = require('tesseract.js');

/** The integer model for the LSTM engine: as good on screens as the large one, a quarter of its size. */
const langPath = path.join(
  path.dirname(require.resolve('@tesseract.js-data/eng/package.json')),
  '4.0.0_best_int',
);

/** @type {Promise<import('tesseract.js').Worker> | null} */
let recogniser = null;
let current = 0;

/** @param {import('tesseract.js').LoggerMessage} message */
function tell({ status, progress }) {
  if (status === 'recognizing text') parentPort?.postMessage({ id: current, progress }, []);
}

/** @param {Uint8Array} image */
async function read(image) {
  recogniser ??= createWorker('eng', OEM.LSTM_ONLY, {
    langPath,
    cacheMethod: 'none',
    logger: tell,
    // Told by the promise of the job.
    errorHandler: () => undefined,
  });
  const { data } = await (await recogniser).recognize(Buffer.from(image));
  return data.text;
}

parentPort?.on('message', (/** @type {{ id: number, image: Uint8Array }} */ { id, image }) => {
  current = id;
  read(image).then(
    (text) => parentPort?.postMessage({ id, text }, []),
    (error) => parentPort?.postMessage({ id, error: String(error) }, []),
  );
});
