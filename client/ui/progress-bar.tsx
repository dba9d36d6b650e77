import { styled } from 'styled-components';

const Track = styled.div`
  height: 8px;
  border-radius: 4px;
  background: ${({ theme }) => theme.colors.secondary20};
  overflow: hidden;
  > div {
    height: 100%;
    background: ${({ theme }) => theme.colors.primary};
    transition: width 600ms ease-out;
  }
`;

/** How far something is, in percent. BigDesign's has no room for an accessible name. */
export function ProgressBar({ label, percent }: { label: string; percent: number }) {
  const shown = Math.min(100, Math.max(0, Math.floor(percent)));
  return (
    <Track role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={shown}>
      <div style={{ width: `${shown}%` }} />
    </Track>
  );
}
