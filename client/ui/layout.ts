import { css, styled } from 'styled-components';

/** As wide as BigDesign's page, for what stands above or in place of one. */
export const pageWidth = css`
  box-sizing: border-box;
  width: 100%;
  max-width: 1120px;
  margin: 0 auto;
  padding-inline: ${({ theme }) => theme.spacing.medium};
  ${({ theme }) => theme.breakpoints.tablet} {
    padding-inline: ${({ theme }) => theme.spacing.xxLarge};
  }
  ${({ theme }) => theme.breakpoints.wide} {
    max-width: 1400px;
  }
`;

/** Text is at most this wide, however wide its card: longer lines are hard to read. */
export const readingWidth = '80ch';

/** Children below each other with the same space between them. */
export const Stack = styled.div<{ $gap?: 'xSmall' | 'small' | 'medium' | 'xLarge' }>`
  display: flex;
  flex-direction: column;
  gap: ${({ theme, $gap = 'medium' }) => theme.spacing[$gap]};
  min-width: 0;
  > * {
    margin-bottom: 0;
  }
`;

/** Children beside each other, on the next line where there is no room. */
export const Row = styled.div<{ $gap?: 'xSmall' | 'small' | 'medium' | 'xLarge'; $align?: string }>`
  display: flex;
  flex-wrap: wrap;
  align-items: ${({ $align = 'center' }) => $align};
  gap: ${({ theme, $gap = 'small' }) => theme.spacing[$gap]};
  min-width: 0;
  > *,
  > .bd-button + .bd-button {
    margin: 0;
  }
`;

/** As many equal columns as fit. */
export const Columns = styled.div<{ $least?: string; $align?: 'start' | 'end' }>`
  display: grid;
  gap: ${({ theme }) => `${theme.spacing.medium} ${theme.spacing.xLarge}`};
  grid-template-columns: repeat(auto-fit, minmax(min(100%, ${({ $least = '16rem' }) => $least}), 1fr));
  align-items: ${({ $align = 'start' }) => $align};
`;

/** Heard by a screen reader, not seen. */
export const VisuallyHidden = styled.span`
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
`;

/** Names and values of one thing, such as what an AIQ link consists of. */
export const Facts = styled.dl`
  display: grid;
  grid-template-columns: minmax(7rem, auto) minmax(7rem, 1fr);
  gap: ${({ theme }) => `${theme.spacing.xSmall} ${theme.spacing.xLarge}`};
  margin: 0;
  dt {
    color: ${({ theme }) => theme.colors.secondary60};
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  @media (max-width: 480px) {
    grid-template-columns: 1fr;
    row-gap: 0;
    dd {
      margin-bottom: ${({ theme }) => theme.spacing.xSmall};
    }
  }
`;

/** A line of explanation on its own, quieter than what it belongs to. */
export const Hint = styled.span<{ $loud?: boolean }>`
  display: block;
  max-width: ${readingWidth};
  color: ${({ theme, $loud = false }) => ($loud ? theme.colors.danger60 : theme.colors.secondary60)};
  font-weight: ${({ theme, $loud = false }) =>
    $loud ? theme.typography.fontWeight.semiBold : theme.typography.fontWeight.regular};
  font-size: ${({ theme }) => theme.typography.fontSize.small};
  line-height: ${({ theme }) => theme.lineHeight.small};
`;
