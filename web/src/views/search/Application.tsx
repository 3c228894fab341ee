// One application: what it asks for, all that happened, who is behind it.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { change, edit, stageWords, titleOf, undo, whereWords, without } from '../../applications';
import { useDocument } from '../../documents';
import { Address, Callout, Missing, Sentence, StandingChip } from '../../parts/Bits';
import { Dialog } from '../../parts/Dialog';
import { Icon } from '../../parts/Icon';
import { MoveDialog, StageChip } from '../../parts/Stage';
import { Link } from '../../route';
import type { Application as Document, Change, Now, Person } from '../../types';
import { addDays, dateOf, say } from '../../when';
import { phaseWords, sentence } from '../../words';

export function Application({ id, now }: { id: string; now: Now }) {
  const { data, problem } = useDocument<Document>(`applications/${id}`);
  const [moving, setMoving] = useState(false);
  if (!data) {
    const whole = /part of application (\d+)/.exec(problem?.detail ?? '')?.[1];
    return whole
      ? <section class="card empty"><h1 tabIndex={-1}>It is part of another one now</h1><Link class="button primary" href={`/search/applications/${whole}`}>See it there</Link></section>
      : <Missing problem={problem} />;
  }
  return (
    <>
      <Link class="back" href="/search/board"><Icon name="back" size={18} /> The board</Link>
      <div class="page-head">
        <div>
          <h1 tabIndex={-1}>{data.role ?? data.company}</h1>
          {data.role && data.company && <p class="lead">{data.company}</p>}
        </div>
        <div class="actions">
          <StageChip stage={data.stage} reason={data.reason} />
          <button type="button" class="button" onClick={() => setMoving(true)}><Icon name="swap" /> Move it</button>
        </div>
      </div>
      <div class="split">
        <div class="stack">
          <Next one={data} now={now} />
          <Notes one={data} />
          <History one={data} />
        </div>
        <div class="stack">
          <Details one={data} />
          <People one={data} />
          <Calls one={data} />
          <Mails one={data} />
          <Alike one={data} />
        </div>
      </div>
      <MoveDialog one={data} open={moving} onClose={() => setMoving(false)} />
    </>
  );
}

function Next({ one, now }: { one: Document; now: Now }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [day, setDay] = useState(addDays(dateOf(now.now), 3));
  const waits = one.silent_working_days ?? 0;
  const plan = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    if (await change(one.id, 'plan', { text, at: day }, 'Planned. We remind you once.')) setText(without(text));
    setBusy(false);
  };
  return (
    <section class="card" aria-labelledby="next-title">
      <h2 id="next-title">{one.proposal ? 'Is that so?' : one.asks && one.due && one.due <= now.now ? sentence(one.asks) : 'Next'}</h2>
      {one.proposal && (
        <Callout icon="question" tone="warn" title={`${whereWords(one.proposal.stage, one.proposal.reason)}?`}>
          {sentence(one.proposal.text ?? '')}. <span class="quiet-text">({one.proposal.source})</span>
          <div class="actions">
            <button type="button" class="button small primary" onClick={() => void change(one.id, 'accept', {}, 'Moved.')}>Yes, it is</button>
            <button type="button" class="button small" onClick={() => void change(one.id, 'dismiss', {}, 'Left as it was.')}>No</button>
          </div>
        </Callout>
      )}
      {waits > 0 && <p>Silent for {waits} working {waits === 1 ? 'day' : 'days'}. <span class="quiet-text">A fact, not a verdict: you are in the running until a definitive word.</span></p>}
      {one.asks && one.next !== 'decide' && <p>{sentence(one.asks)}{one.due && <span class="quiet-text">, {one.due <= now.now ? 'due since' : 'on'} {say(one.due, 'day')}</span>}</p>}
      {!one.asks && !one.proposal && <p class="quiet-text">{one.stage === 'closed' ? 'This one is over. The next is one application away.' : 'Nothing is asked of you here.'}</p>}
      <div class="actions">
        {one.planned && <button type="button" class="button small" onClick={() => void change(one.id, 'plan', {}, 'Done.')}><Icon name="check" size={16} /> Done</button>}
        {one.next === 'follow-up' && <button type="button" class="button small" onClick={() => void change(one.id, 'wrote', {}, 'Noted: you followed up.')}><Icon name="check" size={16} /> I have written</button>}
        {one.undo && <button type="button" class="button small quiet" onClick={() => void undo(one.id)}><Icon name="undo" size={16} /> Take back: {one.undo.length > 40 ? `${one.undo.slice(0, 40)}…` : one.undo}</button>}
      </div>
      <form class="plan" onSubmit={(e) => void plan(e)}>
        <label class="field"><span>{one.planned ? 'Plan something else' : 'Plan a next step'}</span>
          <input type="text" value={text} maxLength={400} placeholder="Send the portfolio" onInput={(e) => setText(e.currentTarget.value)} /></label>
        <label class="field"><span>On</span><input type="date" value={day} required onInput={(e) => setDay(e.currentTarget.value)} /></label>
        <button type="submit" class="button" disabled={busy || !text.trim()}>Plan it</button>
      </form>
    </section>
  );
}

function Notes({ one }: { one: Document }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const add = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    if (await change(one.id, 'note', { text }, 'Noted.')) setText(without(text));
    setBusy(false);
  };
  return (
    <section class="card" aria-labelledby="notes-title">
      <h2 id="notes-title">Notes</h2>
      {one.notes && <p class="notes break">{one.notes}</p>}
      <form class="form" onSubmit={(e) => void add(e)}>
        <label class="field"><span class={one.notes ? 'visually-hidden' : ''}>{one.notes ? 'Another note' : 'What you want to remember'}</span>
          <textarea rows={2} value={text} maxLength={8000} placeholder={one.notes ? 'Another note' : ''} onInput={(e) => setText(e.currentTarget.value)} /></label>
        <div class="actions"><button type="submit" class="button small" disabled={busy || !text.trim()}>Add the note</button></div>
      </form>
    </section>
  );
}

function History({ one }: { one: Document }) {
  const lines = [...one.history].reverse();
  const by = (line: Change) => [ // of a mail the words say it
    line.source === 'candidate' ? 'by you' : line.change === 'mail' ? null : line.source, line.application ? `when it was application ${line.application}` : null,
  ].filter(Boolean).join(', ');
  const signs = (line: Change) => (line.change === 'mail' ? 'mail' : line.change === 'link' ? 'phone' : line.change === 'undo' ? 'undo' : line.change === 'note' ? 'file' : line.change === 'merge' || line.change === 'part' ? 'link' : line.change === 'plan' ? 'calendar' : line.change === 'propose' ? 'question' : 'arrow');
  return (
    <section class="card" aria-labelledby="history-title">
      <h2 id="history-title">All that happened</h2>
      <ol class="timeline">
        {lines.map((line, at) => (
          <li key={at} class={`event ${line.undone ? 'undone' : ''}`}>
            <span class="event-sign"><Icon name={signs(line)} size={16} /></span>
            <time dateTime={line.at}>{say(line.at, 'day')}</time>
            <div class="event-words">
              <span class="break"><Sentence text={line.text ?? ''} />{line.undone && <span class="quiet-text"> (taken back)</span>}</span>
              <span class="quiet-text break">{by(line)}</span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

const fields = { role: 'Role', company: 'Company', url: 'Posting', source: 'Found', location: 'Place', salary: 'Salary', requisition: 'Their number' } as const;
type Field = keyof typeof fields;
const keys = Object.keys(fields) as Field[];

/** A posting's address is a stranger's text: only the web's own kinds of address become links. */
const linkable = (url: string) => /^https?:\/\//i.test(url);

function Details({ one }: { one: Document }) {
  const [draft, setDraft] = useState<Record<Field, string> | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    if (!draft) return;
    const changed = Object.fromEntries(keys.filter((key) => draft[key].trim() !== (one[key] ?? '')).map((key) => [key, draft[key].trim()]));
    if (Object.keys(changed).length === 0 || (await edit(one.id, changed))) setDraft(null);
  };
  const rows: [string, ComponentChildren][] = keys.slice(2).filter((key) => one[key]).map((key) => {
    const value = one[key] ?? '';
    return [fields[key], key === 'url' && linkable(value) ? <a class="break" href={value} rel="noreferrer noopener" target="_blank">{value.replace(/^https?:\/\//, '')}</a> : value];
  });
  return (
    <section class="card" aria-labelledby="details-title">
      <h2 id="details-title">Details</h2>
      <dl class="facts">
        {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="break">{value}</dd></div>)}
        {one.applied && <div><dt>Applied</dt><dd>{say(one.applied, 'longDay')}</dd></div>}
        {Object.entries(one.extras).map(([name, value]) => <div key={name}><dt class="break">{name}</dt><dd class="break">{value}</dd></div>)}
      </dl>
      <button type="button" class="button quiet" onClick={() => setDraft(Object.fromEntries(keys.map((key) => [key, one[key] ?? ''])) as Record<Field, string>)}>Change details</button>
      <Dialog title="Details" open={draft !== null} onClose={() => setDraft(null)}>
        {draft && (
          <form class="form" onSubmit={(e) => void save(e)}>
            {keys.map((key) => (
              <label class="field" key={key}><span>{fields[key]}</span>
                <input type="text" value={draft[key]} maxLength={400} onInput={(e) => setDraft({ ...draft, [key]: e.currentTarget.value })} /></label>
            ))}
            <div class="actions"><button type="submit" class="button primary">Keep</button></div>
          </form>
        )}
      </Dialog>
    </section>
  );
}

const nobody = { name: '', email: '', phone: '' };

function People({ one }: { one: Document }) {
  const [draft, setDraft] = useState<typeof nobody | null>(null);
  const save = async (event: Event) => {
    event.preventDefault();
    const said = Object.fromEntries(Object.entries(draft ?? {}).filter(([, value]) => value.trim()));
    if (await edit(one.id, { contact: said })) setDraft(null);
  };
  const forget = (person: Person) => change(one.id, 'forget', { contact: Object.fromEntries(Object.entries(person).filter(([key, value]) => value && key !== 'phone_text')) }, 'Forgotten.');
  return (
    <section class="card" aria-labelledby="people-title">
      <h2 id="people-title">Contacts</h2>
      {one.cautions.map((caution) => <Callout key={caution.text} icon="shield" tone="warn" title="Look twice:">{caution.text}</Callout>)}
      {one.contacts.length === 0 && <p class="quiet-text">Nobody yet. Who writes to you about it is added by itself.</p>}
      {one.contacts.length > 0 && <ul class="people">
        {one.contacts.map((person, at) => (
          <li key={at}>
            <div class="break"><strong><bdi>{person.name ?? person.email ?? person.phone_text}</bdi></strong>
              {person.name && person.email && <div><a href={`mailto:${encodeURIComponent(person.email)}`}><Address of={person.email} /></a></div>}
              {person.phone && <div><a href={`tel:${person.phone.replace(/[^+\d]/g, '')}`}>{person.phone_text ?? person.phone}</a></div>}
            </div>
            <button type="button" class="icon-button" aria-label={`Forget ${person.name ?? person.email ?? 'this contact'}`} onClick={() => void forget(person)}><Icon name="trash" size={18} /></button>
          </li>
        ))}
      </ul>}
      {one.record.calls > 0 && (
        <p class="quiet-text">{sentence(one.record.text)}.{one.record.answer_hours !== null && ` They answer after about ${one.record.answer_hours < 48 ? `${Math.max(1, Math.round(one.record.answer_hours))} hours` : `${Math.round(one.record.answer_hours / 24)} days`}.`}</p>
      )}
      <button type="button" class="button quiet" onClick={() => setDraft(nobody)}>Add a contact</button>
      <Dialog title="A contact" open={draft !== null} onClose={() => setDraft(null)}>
        {draft && (
          <form class="form" onSubmit={(e) => void save(e)}>
            <label class="field"><span>Name</span><input type="text" value={draft.name} maxLength={120} autoFocus onInput={(e) => setDraft({ ...draft, name: e.currentTarget.value })} /></label>
            <label class="field"><span>Mail address</span><input type="text" inputMode="email" value={draft.email} maxLength={200} onInput={(e) => setDraft({ ...draft, email: e.currentTarget.value })} /></label>
            <label class="field"><span>Phone number</span><input type="tel" value={draft.phone} maxLength={40} onInput={(e) => setDraft({ ...draft, phone: e.currentTarget.value })} /></label>
            <div class="actions"><button type="submit" class="button primary" disabled={!Object.values(draft).some((value) => value.trim())}>Keep</button></div>
          </form>
        )}
      </Dialog>
    </section>
  );
}

function Calls({ one }: { one: Document }) {
  if (one.interviews.length === 0) return null;
  return (
    <section class="card" aria-labelledby="calls-title">
      <h2 id="calls-title">Calls</h2>
      <ul class="people">
        {one.interviews.map((call) => (
          <li key={call.id}>
            <div><Link href={`/interviews/${call.id}`}>{say(call.start, 'day')}, {say(call.start, 'clock')}</Link>
              <div class="quiet-text">{call.who} · {phaseWords[call.phase]}</div>
              {call.standing !== 'in-the-running' && <StandingChip standing={call.standing} />}</div>
            <button type="button" class="icon-button" aria-label={`The call of ${say(call.start, 'day')} is about something else`} onClick={() => void change(one.id, 'unlink', { interview: call.id }, 'That call is not about it.')}><Icon name="cross" size={18} /></button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mails({ one }: { one: Document }) {
  if (one.mails.length === 0) return null;
  return (
    <section class="card" aria-labelledby="mails-title">
      <h2 id="mails-title">Mails</h2>
      <ul class="people">
        {[...one.mails].reverse().map((mail, at) => (
          <li key={at}><div class="break"><strong>{mail.subject ?? 'Without a subject'}</strong>
            <div class="quiet-text">{say(mail.at, 'day')} · {mail.to ? `you wrote to ${mail.to}` : `from ${mail.from ?? 'somebody'}`}</div></div></li>
        ))}
      </ul>
    </section>
  );
}

function Alike({ one }: { one: Document }) {
  if (one.alike.length === 0) return null;
  return (
    <section class="card" aria-labelledby="alike-title">
      <h2 id="alike-title">Perhaps the same</h2>
      <ul class="people">
        {one.alike.map((other) => (
          <li key={other.id}>
            <div class="break"><Link href={`/search/applications/${other.id}`}>{other.title}</Link><div class="quiet-text">{stageWords[other.stage]}</div></div>
            <button type="button" class="button small" aria-label={`It is the same as ${other.title}`} onClick={() => void change(one.id, 'merge', { other: other.id }, `${titleOf(one)} is one now.`)}><Icon name="link" size={16} /> The same</button>
          </li>
        ))}
      </ul>
    </section>
  );
}
