// The browser's own dialog: it keeps the focus inside and gives it back.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Icon } from './Icon';

interface Props { title: string; open: boolean; onClose: () => void; children: ComponentChildren; wide?: boolean }

export function Dialog({ title, open, onClose, children, wide }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => { // at once: what is typed must not meet the page behind it
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      if (document.activeElement?.closest('header')) dialog.querySelector('h2')?.focus(); // no ring around the way out
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog ref={ref} class={wide ? 'wide' : ''} aria-labelledby="dialog-title" onClose={onClose}
      onPointerDown={(event) => { if (event.target === ref.current) onClose(); }}>
      {open && (
        <div class="dialog-body">
          <header class="row">
            <h2 id="dialog-title" tabIndex={-1}>{title}</h2>
            <button type="button" class="icon-button" aria-label="Close" onClick={onClose}><Icon name="close" /></button>
          </header>
          {children}
        </div>
      )}
    </dialog>
  );
}
