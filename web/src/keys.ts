// One-key shortcuts. They can be switched off, and never act while something is typed.
import { useEffect, useRef } from 'preact/hooks';
import { preference } from './preferences';
import { go } from './route';

export function useKeys(deeds: Record<string, () => void>, views: { path: string; key: string }[]) {
  const latest = useRef(deeds);
  latest.current = deeds;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || preference('keys') === 'off') return;
      const target = event.target as HTMLElement;
      if (target.closest('input, textarea, select, dialog[open], [contenteditable]')) return;
      const view = views.find((one) => one.key === event.key);
      const deed = latest.current[event.key];
      if (!view && !deed) return;
      event.preventDefault();
      if (view) go(view.path);
      else deed?.();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
