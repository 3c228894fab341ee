// They said no: words that keep the door open, for who likes to send them. They are written when they are asked for.
import { useState } from 'preact/hooks';
import { useDocument } from '../documents';
import type { Interview, LetterDocument } from '../types';
import { copy, mailto } from './copy';
import { Icon } from './Icon';

export function ThankYou({ interview }: { interview: Interview }) {
  const [open, setOpen] = useState(false);
  const { data: letter, problem } = useDocument<LetterDocument>(open ? `interviews/${interview.id}/letter` : null);
  const body = letter?.body ?? '';
  return (
    <details class="letter-kept thanks" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>A short thank-you, if you like</summary>
      {problem && <p class="problem">{problem.detail || problem.title}</p>}
      {letter && (
        <>
          <p class="quiet-text break">To {letter.to ?? 'nobody yet'} · {letter.subject}</p>
          <pre>{body}</pre>
          <div class="actions">
            <a class="button" href={mailto(letter.to, letter.subject ?? '', body)}><Icon name="mail" /> Open in my mail program</a>
            <button type="button" class="button" onClick={() => void copy(body, 'The letter is copied.')}><Icon name="copy" /> Copy</button>
          </div>
        </>
      )}
    </details>
  );
}
