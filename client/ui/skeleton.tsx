import { styled, keyframes } from 'styled-components';
import { usePanel } from '../panel-context.ts';
import { VisuallyHidden } from './layout.ts';

const breathe = keyframes`
  50% { opacity: 0.45; }
`;

/** Stands where content will be, at its size. */
export const SkeletonBlock = styled.div.attrs({ className: 'skeleton' })<{
  $height: string;
  $width?: string;
}>`
  height: ${({ $height }) => $height};
  width: ${({ $width = '100%' }) => $width};
  border-radius: ${({ theme }) => theme.borderRadius.normal};
  background: ${({ theme }) => theme.colors.secondary20};
  animation: ${breathe} 1.6s ease-in-out infinite;
`;

/** Grey blocks of given heights, and "Loading" for those who do not see them. */
export function Skeleton({ heights }: { heights: readonly string[] }) {
  const { t } = usePanel();
  return (
    <div role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      {heights.map((height, index) => (
        <SkeletonBlock key={index} $height={height} style={{ marginBottom: '1rem' }} />
      ))}
    </div>
  );
}
