// How the contact is reached, when that is learnt later.
import { useState } from 'preact/hooks';
import { tell } from '../act';
import { useDeed } from '../deed';
import type { Interview } from '../types';
import { visiting } from '../visit';
import { Dialog } from './Dialog';
import { Icon } from './Icon';

export function Reach({ interview, what }: { interview: Interview; what: string }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const { busy, problem, run, setProblem } = useDeed();
  if (visiting || !interview.acts.includes('contact')) return null;
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await tell(interview, 'contact', text.trim());
      setText('');
      setOpen(false);
    });
  };
  return (
    <>
      <button type="button" class="button small quiet" onClick={() => setOpen(true)}><Icon name="add" /> {what}</button>
      <Dialog title={`How to reach ${interview.called}`} open={open} onClose={() => setOpen(false)}>
        <form class="form" onSubmit={submit}>
          <label class="field">
            <span>Their e-mail address or phone number</span>
            <input type="text" value={text} maxLength={320} autoFocus required autoComplete="off" spellcheck={false} onInput={(e) => { setText(e.currentTarget.value); setProblem(''); }} />
          </label>
          {problem && <p class="problem" role="alert">{problem}</p>}
          <div class="actions">
            <button type="submit" class="button primary" disabled={busy || !text.trim()}><Icon name="check" /> Keep it</button>
            <button type="button" class="button quiet" onClick={() => setOpen(false)}>Not now</button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
