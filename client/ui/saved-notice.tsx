import { Notice } from './notice.tsx';

/** Something was done. Screen readers hear it through `announce`, so that this is not read twice. */
export function SavedNotice({ text }: { text: string }) {
  return <Notice tone="success" title={text} />;
}
