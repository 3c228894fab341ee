// Keys: arrows move within a list; one-key shortcuts, which can be switched off and never act while
// something is typed.
import { useEffect, useRef } from 'preact/hooks';
import { preference } from './preferences';
import { go } from './route';

const LISTS = '.rows, .tasks, .people, .slot-list, .stories, .kinds, .reasons';

/** Up and down go from one entry of a list to the next. */
function moveInList(event: KeyboardEvent): boolean {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const target = event.target as HTMLElement;
  const list = step ? target.closest(LISTS) : null;
  if (!list) return false;
  const stops = [...list.children].map((item) => item.querySelector<HTMLElement>('a, button, summary')).filter((stop) => stop !== null);
  const here = stops.findIndex((stop) => stop.closest('li') === target.closest('li'));
  const next = stops[here + step];
  next?.focus();
  return next !== undefined;
}

const TEXT = 'input, textarea, [contenteditable]';
const TYPING_MS = 1500;

export function useKeys(deeds: Record<string, () => void>, views: { path: string; key: string }[]) {
  const latest = useRef({ deeds, views });
  latest.current = { deeds, views };
  useEffect(() => {
    let typed = -TYPING_MS; // when the last letter was
    const rest = () => { typed = -TYPING_MS; };
    const press = (event: KeyboardEvent) => {
      if (moveInList(event)) { event.preventDefault(); return; }
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || preference('keys') === 'off') return;
      if (event.key === 'Shift') return; // a capital comes
      const target = event.target as HTMLElement;
      // What they type in may have gone from under their hands: that is no command yet.
      const types = event.key.length === 1 && (target.closest(TEXT) !== null || event.timeStamp - typed < TYPING_MS);
      typed = types ? event.timeStamp : -TYPING_MS;
      if (types || target.closest('select, dialog[open]')) return;
      const view = latest.current.views.find((one) => one.key === event.key);
      const deed = latest.current.deeds[event.key];
      if (!view && !deed) return;
      event.preventDefault();
      if (view) go(view.path);
      else deed?.();
    };
    addEventListener('keydown', press);
    addEventListener('pointerdown', rest);
    return () => {
      removeEventListener('keydown', press);
      removeEventListener('pointerdown', rest);
    };
  }, []);
}
