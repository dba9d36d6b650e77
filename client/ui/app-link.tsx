import { Link as BigDesignLink } from '@bigcommerce/big-design';
import type { ReactNode } from 'react';
import { styled } from 'styled-components';
import { useLocation } from 'wouter';

const InlineLink = styled(BigDesignLink)`
  font-size: inherit;
  text-decoration: underline;
`;

interface AppLinkProps {
  to: string;
  children: ReactNode;
  'aria-label'?: string;
}

/** A link inside the panel: the address changes without loading the page; a new tab still works. */
export function AppLink({ to, children, ...rest }: AppLinkProps) {
  const go = useInnerNavigation(to);
  return (
    <InlineLink href={to} onClick={go} {...rest}>
      {children}
    </InlineLink>
  );
}

/** Click handler for an `<a>` of the panel; leaves clicks with a modifier key to the browser. */
export function useInnerNavigation(to: string): (event: React.MouseEvent) => void {
  const navigate = useNavigate();
  return (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    navigate(to);
  };
}

/** Goes to another route of the panel, unless a form with unsaved changes holds it back. */
export function useNavigate(): (to: string, options?: { replace?: boolean }) => void {
  const [, navigate] = useLocation();
  return navigate;
}
