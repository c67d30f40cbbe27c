export interface PermissionAsked {
  readonly permission: string;
  /** Asked by the top frame of the app's own page. */
  readonly own: boolean;
  /** `audio`, `video` or `unknown`. */
  readonly kinds: readonly string[];
}

/** The one permission there is: the microphone alone, own page, after the person allowed it. */
export function mayListen({ permission, own, kinds }: PermissionAsked, allowed: boolean): boolean {
  return (
    allowed &&
    own &&
    permission === 'media' &&
    kinds.length > 0 &&
    kinds.every((kind) => kind === 'audio')
  );
}
