// A promised call in the candidate's own words.
import { useState } from 'preact/hooks';
import { post, wordsOf } from '../api';
import { refresh } from '../documents';
import { go } from '../route';
import type { Understood } from '../types';
import { sentence } from '../words';
import { Dialog } from './Dialog';
import { FilePicker } from './Drop';
import { Icon } from './Icon';
import { Understanding, useReading } from './Reading';
import { say } from './Toast';

export function QuickAddForm({ onDone, inDialog = true }: { onDone: () => void; inDialog?: boolean }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const read = useReading(text);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!text.trim() || busy) return;
    setBusy(true);
    try {
      const added = await post<Understood>('interviews', { text: text.trim() });
      await refresh();
      const id = added.known ?? added.interview?.id;
      say(added.known ? (added.more.length > 0 ? 'Noted beside what we knew.' : 'You are watching this call already.') : 'Watching. We keep an eye on the clock for you.');
      setText('');
      onDone();
      if (id) go(`/interviews/${id}`);
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(e) => void submit(e)} class="quick-add">
      <label class="field">
        <span>Who calls, and when? Say it as you would to a friend</span>
        <textarea value={text} rows={3} maxLength={1000} autoFocus={inDialog}
          placeholder="Dana Reyes of Northwind calls Tuesday 2pm ET about the Staff Engineer role, 212-555-0117"
          onInput={(e) => setText(e.currentTarget.value)}
          onKeyDown={(e) => { if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) void submit(e); }} />
      </label>
      <Understanding read={read} text={text} />
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy || !read?.interview}><Icon name="check" /> Watch this call</button>
        {inDialog && <FilePicker label="Or bring a file" onDone={onDone} />}
      </div>
    </form>
  );
}

export const QuickAdd = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog title="A promised call" open={open} onClose={onClose}><QuickAddForm onDone={onClose} /></Dialog>
);
