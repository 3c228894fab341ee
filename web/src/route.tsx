// Which view the address names. Links are real links; a click on one does not load the page anew.
import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { root } from './visit';

const listeners = new Set<() => void>();

export function go(path: string, replace = false) {
  if (root + path !== location.pathname) history[replace ? 'replaceState' : 'pushState'](null, '', root + path);
  listeners.forEach((listener) => listener());
}
window.addEventListener('popstate', () => listeners.forEach((listener) => listener()));

const route = () => location.pathname.slice(root.length) || '/';

export function useRoute(): string {
  const [path, setPath] = useState(route());
  useEffect(() => {
    const update = () => setPath(route());
    listeners.add(update);
    return () => void listeners.delete(update);
  }, []);
  return path;
}

interface Props {
  href: string;
  children?: ComponentChildren;
  class?: string;
  'aria-label'?: string;
  'aria-current'?: 'page' | undefined;
  onGo?: () => void;
}

export function Link({ href, children, onGo, ...rest }: Props) {
  const click = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onGo?.();
    go(href);
  };
  return <a {...rest} href={root + href} onClick={click}>{children}</a>;
}
