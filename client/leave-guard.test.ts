import { describe, expect, it, vi } from 'vitest';
import { createLeaveGuard } from './leave-guard.ts';

function buildWindow() {
  const target = new EventTarget();
  const location = { pathname: '/options', search: '' };
  const go = (to: string) => {
    location.pathname = to.split('?')[0] ?? to;
  };
  return {
    location,
    history: {
      pushState: vi.fn((_state: unknown, _title: string, to: string) => {
        go(to);
      }),
      replaceState: vi.fn(),
    },
    addEventListener: target.addEventListener.bind(target) as Window['addEventListener'],
    dispatch: (event: Event) => target.dispatchEvent(event),
    pressBack: (to: string) => {
      go(to);
      target.dispatchEvent(new Event('popstate'));
    },
  };
}

describe('the guard of unsaved changes', () => {
  it('lets everybody go while nothing was changed', () => {
    const guard = createLeaveGuard(buildWindow());
    const navigate = vi.fn();
    guard.aroundNav(navigate, '/', undefined);
    expect(navigate).toHaveBeenCalledWith('/', undefined);
  });

  it('holds a link back until the user decides, and goes there then', () => {
    const guard = createLeaveGuard(buildWindow());
    const navigate = vi.fn();
    guard.setDirty(true);
    guard.aroundNav(navigate, '/activity', undefined);
    expect(navigate).not.toHaveBeenCalled();
    expect(guard.isAsking()).toBe(true);
    guard.leave();
    expect(navigate).toHaveBeenCalledWith('/activity', undefined);
    expect(guard.isAsking()).toBe(false);
  });

  it('forgets the link when the user stays', () => {
    const guard = createLeaveGuard(buildWindow());
    const navigate = vi.fn();
    guard.setDirty(true);
    guard.aroundNav(navigate, '/activity', undefined);
    guard.stay();
    expect(guard.isAsking()).toBe(false);
    expect(navigate).not.toHaveBeenCalled();
  });

  it('undoes the Back button and repeats it when the user leaves', () => {
    const page = buildWindow();
    const guard = createLeaveGuard(page);
    guard.setDirty(true);
    page.pressBack('/');
    expect(page.location.pathname).toBe('/options');
    expect(guard.isAsking()).toBe(true);
    guard.leave();
    expect(page.location.pathname).toBe('/');
  });

  it('makes the browser ask before the page is closed, only with changes', () => {
    const page = buildWindow();
    const guard = createLeaveGuard(page);
    const close = () => {
      const event = new Event('beforeunload', { cancelable: true });
      page.dispatch(event);
      return event.defaultPrevented;
    };
    expect(close()).toBe(false);
    guard.setDirty(true);
    expect(close()).toBe(true);
  });
});
