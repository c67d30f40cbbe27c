/**
 * What the page may load and do. Style attributes set through CSSOM (React, charts) need no
 * exception; remote images stay off, so that a model's answer cannot call home.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  // Spoken replies and dropped recordings, made here from bytes.
  "media-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
