/** A catalog file that cannot be used; the message names the file, the place and what was expected. */
export class CatalogFileError extends Error {
  override readonly name = 'CatalogFileError';
  readonly code = 'catalog_file_invalid';

  constructor(
    readonly path: string,
    /** Line or JSON path, and what was expected there. */
    readonly problem: string,
  ) {
    super(`catalog file ${path}: ${problem}`);
  }
}
