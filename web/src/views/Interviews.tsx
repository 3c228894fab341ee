// Every call, what needs the candidate first.
import { useState } from 'preact/hooks';
import { useNow } from '../clock';
import { useDocument } from '../documents';
import { Missing, needsYou } from '../parts/Bits';
import { Icon } from '../parts/Icon';
import { Row } from './Now';
import type { InterviewRow, Interviews as List } from '../types';
import { localNow, millis } from '../when';
import { visiting } from '../visit';

const groups: { title: string; about: string; has: (iv: InterviewRow) => boolean }[] = [
  { title: 'Needs you', about: 'Something to do or to decide', has: needsYou },
  { title: 'Coming up', about: 'Watched, nothing to do yet', has: (iv) => iv.phase === 'scheduled' },
  { title: 'Their turn', about: 'A letter is out; we keep an eye on it', has: (iv) => iv.phase === 'missed' },
  { title: 'Gone quiet', about: 'No answer after the last nudge. You are still in the running', has: (iv) => iv.phase === 'silent' },
  { title: 'Settled', about: '', has: () => true },
];

/** In each group what is nearest to this minute comes first, before all a call that is awaited. */
function grouped(interviews: InterviewRow[], now: number) {
  const far = (iv: InterviewRow) => (iv.phase === 'waiting' ? -1 : Math.abs(millis(iv.start) - now));
  const left = new Set([...interviews].sort((a, b) => far(a) - far(b)));
  return groups.map((group) => {
    const members = [...left].filter(group.has);
    members.forEach((iv) => left.delete(iv));
    return { ...group, members };
  }).filter((group) => group.members.length > 0);
}

const SHOWN = 50; // of a group, until all are asked for

function Group({ title, about, members, now }: { title: string; about: string; members: InterviewRow[]; now: string }) {
  const [all, setAll] = useState(false);
  return (
    <section class="card list-group" aria-labelledby={`group-${title}`}>
      <h2 id={`group-${title}`}>{title} <span class="count">{members.length}</span></h2>
      {about && <p class="quiet-text">{about}</p>}
      <ul class="rows">{(all ? members : members.slice(0, SHOWN)).map((iv) => <li key={iv.id}><Row iv={iv} now={now} /></li>)}</ul>
      {members.length > SHOWN && (
        <button type="button" class="button quiet" aria-expanded={all} onClick={() => setAll(!all)}>{all ? 'Show fewer' : `Show all ${members.length}`}</button>
      )}
    </section>
  );
}

export function Interviews({ onAdd }: { onAdd: () => void }) {
  const { data, problem } = useDocument<List>('interviews?state=all&view=row&limit=5000');
  const now = useNow(60_000);
  if (!data) return <Missing problem={problem} />;
  const zoned = localNow(now, data.interviews[0]?.start ?? '');
  return (
    <>
      <div class="page-head"><h1 tabIndex={-1}>Interviews</h1></div>
      {data.interviews.length === 0 ? (
        <section class="card empty">
          <Icon name="people" size={40} />
          <h2>No calls are watched yet</h2>
          {!visiting && <p>Add one in your own words, or drop an invite or a mail anywhere on this page.</p>}
          {!visiting && <button type="button" class="button primary" onClick={onAdd}><Icon name="add" /> Add a call</button>}
        </section>
      ) : grouped(data.interviews, now).map((group) => <Group key={group.title} {...group} now={zoned} />)}
    </>
  );
}
