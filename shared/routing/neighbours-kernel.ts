/**
 * neighbours-kernel.wat, assembled (wabt 1.0.39, `wat2wasm`), as base64: 343 bytes, so that no bundler
 * and no path is between the code and it. A test checks it against plain arithmetic.
 */
const ASSEMBLED =
  'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcRAgZtZW1vcnkCAARkb3RzAAAKpQIBogICA38EeyAEIAJBAnRqIQUgACADaiEHAkADQCAEIAVPDQEgACEG/QwAAAAAAAAAAAAAAAAAAAAAIQj9DAAAAAAAAAAAAAAAAAAAAAAhCf0MAAAAAAAAAAAAAAAAAAAAACEK/QwAAAAAAAAAAAAAAAAAAAAAIQsDQCAIIAb9AAQAIAH9AAQA/eYB/eQBIQggCSAG/QAEECAB/QAEEP3mAf3kASEJIAogBv0ABCAgAf0ABCD95gH95AEhCiALIAb9AAQwIAH9AAQw/eYB/eQBIQsgAUHAAGohASAGQcAAaiEGIAYgB0kNAAsgCCAJ/eQBIAogC/3kAf3kASEIIAQgCP0fACAI/R8BkiAI/R8CIAj9HwOSkjgCACAEQQRqIQQMAAsLCw==';

/** Floats in one step of the kernel's loop: every row is padded with zeros to a multiple of it. */
export const LANE_FLOATS = 16;
const FLOAT_BYTES = 4;
const PAGE_BYTES = 65_536;

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly dots: (query: number, rows: number, count: number, bytes: number, out: number) => void;
}

let compiled: WebAssembly.Module | null = null;

function instantiate(): Exports {
  compiled ??= new WebAssembly.Module(
    Uint8Array.from(atob(ASSEMBLED), (letter) => letter.codePointAt(0) ?? 0),
  );
  // The two names are those of the file above.
  return new WebAssembly.Instance(compiled).exports as unknown as Exports;
}

/** Rows of equal length with their inner products against a query. */
export interface DotTable {
  readonly count: number;
  /** Row `index` as it is stored: a view, to be filled or read before the next table is made. */
  row(index: number): Float32Array;
  /**
   * The inner product of `query` (as long as a row) with every row, in their order. A view that the
   * next call overwrites.
   */
  dots(query: Float32Array): Float32Array;
}

/**
 * A table of `count` rows of `length` floats, all zero. Its memory is one block of WebAssembly, read
 * four floats at a time: 0.3 ms for 5,000 rows of 560, where plain JavaScript takes 3.
 */
export function dotTable(count: number, length: number): DotTable {
  const stride = Math.ceil(length / LANE_FLOATS) * LANE_FLOATS;
  const { memory, dots } = instantiate();
  const bytes = (stride + count * stride + count) * FLOAT_BYTES;
  const missing = Math.ceil(bytes / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
  if (missing > 0) memory.grow(missing);
  const floats = new Float32Array(memory.buffer);
  const rows = stride;
  const out = rows + count * stride;
  return {
    count,
    row: (index) => floats.subarray(rows + index * stride, rows + index * stride + length),
    dots(query) {
      floats.set(query, 0);
      dots(0, rows * FLOAT_BYTES, count, stride * FLOAT_BYTES, out * FLOAT_BYTES);
      return floats.subarray(out, out + count);
    },
  };
}
