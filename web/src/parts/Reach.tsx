// How the contact is reached, when that is learnt later.
import { useState } from 'preact/hooks';
import { act } from '../act';
import type { Interview } from '../types';
import { visiting } from '../visit';
import { Dialog } from './Dialog';
import { Icon } from './Icon';

export function Reach({ interview, what }: { interview: Interview; what: string }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  if (visiting || !interview.acts.includes('contact')) return null;
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    if (await act(interview, 'contact', text.trim())) { setText(''); setOpen(false); }
    setBusy(false);
  };
  return (
    <>
      <button type="button" class="button quiet" onClick={() => setOpen(true)}><Icon name="add" /> {what}</button>
      <Dialog title={`How to reach ${interview.called}`} open={open} onClose={() => setOpen(false)}>
        <form onSubmit={(e) => void submit(e)}>
          <label class="field">
            <span>Their e-mail address or phone number</span>
            <input type="text" value={text} maxLength={320} autoFocus required autoComplete="off" spellcheck={false} onInput={(e) => setText(e.currentTarget.value)} />
          </label>
          <div class="actions">
            <button type="submit" class="button primary" disabled={busy || !text.trim()}><Icon name="check" /> Keep it</button>
            <button type="button" class="button quiet" onClick={() => setOpen(false)}>Not now</button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
