// What the candidate can say happened.
import { useState } from 'preact/hooks';
import { act, tell } from '../act';
import { useDeed } from '../deed';
import type { Act, Interview } from '../types';
import { Icon, type IconName } from './Icon';
import { Dialog } from './Dialog';
import { Understanding, useReading } from './Reading';
import { visiting } from '../visit';

export function actWords(what: Act, interview: Interview): { text: string; icon: IconName } {
  const name = interview.called;
  switch (what) {
    case 'called': return { text: `I rang ${name}`, icon: 'phone' };
    // An unknown number's call was taken as theirs; the candidate knows better.
    case 'no-call': return interview.phase === 'held' ? { text: `It was not ${name}`, icon: 'cross' } : { text: 'No call came', icon: 'cross' };
    case 'no-answer': return { text: 'No answer', icon: 'cross' };
    case 'voicemail': return { text: 'I left a message', icon: 'voice' };
    case 'spoke': return { text: 'We spoke', icon: 'check' };
    case 'they-called': return { text: 'They called', icon: 'phoneIn' };
    case 'sent': return { text: 'I have sent the letter', icon: 'mail' };
    case 'not-sent': return { text: 'It did not go out', icon: 'undo' };
    case 'rescheduled': return { text: 'A new time', icon: 'calendar' };
    case 'cancelled': return { text: 'It is cancelled', icon: 'close' };
    case 'rejected': return { text: 'They said no', icon: 'close' };
    case 'offer': return { text: 'They made an offer', icon: 'heart' };
    case 'accepted': return { text: 'I accepted', icon: 'check' };
    case 'withdrawn': return { text: 'I withdrew', icon: 'undo' };
    case 'contact': return { text: `How to reach ${name}`, icon: 'people' };
    case 'removed': return { text: 'It was never a call: remove it', icon: 'close' };
  }
}

export function ActButton({ interview, what, kind = '', onNewTime }: { interview: Interview; what: Act; kind?: string; onNewTime?: () => void }) {
  const [busy, setBusy] = useState(false);
  if (visiting) return null; // the candidate's own to say
  const words = actWords(what, interview);
  const press = async () => {
    if (what === 'rescheduled') { onNewTime?.(); return; }
    setBusy(true);
    await act(interview, what);
    setBusy(false);
  };
  return (
    <button type="button" class={`button ${kind}`} disabled={busy} onClick={() => void press()}>
      <Icon name={words.icon} /> {words.text}
    </button>
  );
}

/** Every act that makes sense now, but for those that stand elsewhere already. */
export function MoreActs({ interview, except, open }: { interview: Interview; except: Act[]; open?: boolean }) {
  const [asking, setAsking] = useState(false);
  const acts = interview.acts.filter((what) => what !== 'contact' && !except.includes(what)); // that is asked where it is missing
  if (acts.length === 0 || visiting) return null;
  return (
    <>
      <details class="more-acts" open={open ?? false}>
        <summary>Something else happened</summary>
        <div class="actions">
          {acts.map((what) => <ActButton key={what} interview={interview} what={what} onNewTime={() => setAsking(true)} />)}
        </div>
      </details>
      <NewTime interview={interview} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}

export function NewTime({ interview, open, onClose }: { interview: Interview; open: boolean; onClose: () => void }) {
  const [text, setText] = useState('');
  const { busy, problem, run } = useDeed(); // said in the dialog, which lies over everything else
  const read = useReading(open ? text : '');
  const submit = (event: Event) => {
    event.preventDefault();
    void run(async () => {
      await tell(interview, 'rescheduled', text);
      setText('');
      onClose();
    });
  };
  return (
    <Dialog title={`A new time with ${interview.called}`} open={open} onClose={onClose}>
      <form onSubmit={submit} class="quick-add">
        <label class="field">
          <span>When, in your own words</span>
          <input type="text" value={text} placeholder="Friday 10:30 am" autoFocus required onInput={(e) => setText(e.currentTarget.value)} />
        </label>
        <Understanding read={read} text={text} timeOnly />
        {problem && <p class="problem" role="alert">{problem}</p>}
        <div class="actions">
          <button type="submit" class="button primary" disabled={busy || !read?.interview}><Icon name="check" /> Put it on the books</button>
          <button type="button" class="button quiet" onClick={onClose}>Not now</button>
        </div>
      </form>
    </Dialog>
  );
}
