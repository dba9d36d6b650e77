import { styled } from 'styled-components';
import { useLocation } from 'wouter';
import { usePanel } from '../panel-context.ts';
import type { MessageKey } from '../words/message.ts';
import { useInnerNavigation } from './app-link.tsx';
import { pageWidth } from './layout.ts';

const entries = [
  ['/', 'shell.overview'],
  ['/set-up', 'shell.setUp'],
  ['/options', 'shell.options'],
  ['/mapping', 'shell.mapping'],
  ['/activity', 'shell.activity'],
  ['/privacy', 'shell.privacy'],
] as const satisfies readonly (readonly [string, MessageKey])[];

const Bar = styled.nav`
  background: ${({ theme }) => theme.colors.white};
  border-bottom: 1px solid ${({ theme }) => theme.colors.secondary30};
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 0 ${({ theme }) => theme.spacing.medium};
    list-style: none;
    padding-block: 0;
    ${pageWidth}
  }
  a {
    display: block;
    padding: ${({ theme }) => `${theme.spacing.small} 0`};
    border-bottom: 3px solid transparent;
    color: ${({ theme }) => theme.colors.secondary70};
    text-decoration: none;
    white-space: nowrap;
  }
  ${({ theme }) => theme.breakpoints.desktop} {
    ul {
      column-gap: ${({ theme }) => theme.spacing.large};
    }
  }
  a:hover {
    color: ${({ theme }) => theme.colors.primary60};
  }
  a[aria-current='page'] {
    border-bottom-color: ${({ theme }) => theme.colors.primary};
    color: ${({ theme }) => theme.colors.primary60};
    font-weight: ${({ theme }) => theme.typography.fontWeight.semiBold};
  }
  @media (max-width: 480px) {
    a {
      padding: ${({ theme }) => `${theme.spacing.xSmall} 0`};
    }
  }
`;

/** The panel's screens; links wrap on narrow screens, so that none is hidden. */
export function Navigation() {
  const { t } = usePanel();
  const [location] = useLocation();
  return (
    <Bar aria-label={t('shell.navigation')}>
      <ul>
        {entries.map(([path, key]) => (
          <li key={path}>
            <Entry path={path} text={t(key)} current={isCurrent(path, location)} />
          </li>
        ))}
      </ul>
    </Bar>
  );
}

function Entry({ path, text, current }: { path: string; text: string; current: boolean }) {
  const go = useInnerNavigation(path);
  return (
    <a href={path} onClick={go} {...(current ? { 'aria-current': 'page' as const } : {})}>
      {text}
    </a>
  );
}

function isCurrent(path: string, location: string): boolean {
  return path === location || (path === '/activity' && location.startsWith('/records/'));
}
