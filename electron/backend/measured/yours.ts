/** Source id of what this machine measured. */
export const YOURS = 'yours';
