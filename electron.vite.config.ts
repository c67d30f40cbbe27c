import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'electron-vite';

const path = (relative: string): string => new URL(relative, import.meta.url).pathname;
const alias = { '@shared': path('./shared') };

/** Native modules, the embedding model and the text recogniser keep their own files: they are required at run time. */
const native = ['@photostructure/sqlite', /^@energetic-ai\//u, 'tesseract.js'];

export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      outDir: 'out/main',
      target: 'node20',
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          index: path('./electron/main/index.ts'),
          backend: path('./electron/backend/utility.ts'),
          serve: path('./electron/backend/serve.ts'),
          hold: path('./electron/main/hold/utility.ts'),
          'embedding-worker': path('./electron/backend/embedding/embedding-worker.cjs'),
          'ocr-worker': path('./electron/backend/recall/ocr-worker.cjs'),
        },
        external: native,
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  preload: {
    resolve: { alias },
    build: {
      outDir: 'out/preload',
      target: 'node20.18',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path('./electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: path('./renderer'),
    plugins: [react(), tailwindcss()],
    resolve: { alias },
    build: {
      outDir: path('./out/renderer'),
      target: 'chrome130',
      minify: true,
      // The page comes from the disk, not over a network: what costs is what a start parses, and the
      // large chunks (code highlighting, maths, charts) are only loaded when they are needed.
      chunkSizeWarningLimit: 2000,
      rolldownOptions: {
        input: {
          index: path('./renderer/index.html'),
          overlay: path('./renderer/overlay.html'),
        },
      },
    },
  },
});
