import { useState } from 'react';

export interface Edited<T> {
  /** What was changed and not saved yet; null when nothing was. */
  value: T | null;
  /** The version that was on screen when the changes began: saving on it tells whether somebody else saved since. */
  version: number | null;
  change: (value: T) => void;
  /** Goes on with the changes on a newer version, which the user knows of now. */
  rebase: (value: T, version: number) => void;
  clear: () => void;
}

/**
 * Changes of a form whose saved state is loaded anew now and then, such as when the window is looked at again.
 * @param version of the saved state that is on screen; undefined until it is loaded
 */
export function useEdited<T>(version: number | undefined): Edited<T> {
  const [edited, setEdited] = useState<{ value: T; version: number } | null>(null);
  return {
    value: edited?.value ?? null,
    version: edited?.version ?? version ?? null,
    change: (value) => {
      setEdited((before) => {
        const base = before?.version ?? version;
        return base === undefined ? before : { value, version: base };
      });
    },
    rebase: (value, newer) => {
      setEdited({ value, version: newer });
    },
    clear: () => {
      setEdited(null);
    },
  };
}
