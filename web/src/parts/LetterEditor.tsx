// The letter: to read, change, send from here, or take along into the mail program.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { act } from '../act';
import { ApiError, isHeard, postOf, put, remove, wordsOf } from '../api';
import { refresh, useDocument } from '../documents';
import type { Interview, LetterDocument, Sent, Session, Slot } from '../types';
import { base, visiting } from '../visit';
import { inSentence, say as sayTime, sayDay } from '../when';
import { sentence } from '../words';
import { Address, Callout } from './Bits';
import { copy, mailto } from './copy';
import { Icon } from './Icon';
import { Reach } from './Reach';
import { Slots, withSlots } from './Slots';
import { say } from './Toast';

const SAVE_AFTER_MS = 700;
const AGAIN_MS = 5_000;

interface Edit { subject?: string; body?: string; slots?: Slot[] }
interface Props { interview: Interview; letter: LetterDocument; choice: Slot[]; canSend: boolean; autopilot: boolean; now: string; quiet?: boolean }

export function LetterEditor({ interview, letter, choice, canSend, autopilot, now, quiet }: Props) {
  const [subject, setSubject] = useState(letter.subject ?? '');
  const [body, setBody] = useState(letter.body ?? '');
  const [offered, setOffered] = useState(letter.slots);
  const [saving, setSaving] = useState<'' | 'typing' | 'saving' | 'saved' | 'trouble'>('');
  const [sending, setSending] = useState(false);
  const session = useDocument<Session>(visiting ? 'session' : null).data;
  const onlyLooks = visiting && session?.visit?.scope !== 'draft';
  const [open, setOpen] = useState(!quiet);
  if (!quiet && !open) setOpen(true); // and stays so: nobody's letter is shut under their hands
  const timer = useRef(0);
  const edits = useRef(0); // how many were made here
  const unsaved = useRef<Edit | null>(null);
  const saves = useRef(Promise.resolve(true)); // one after another; false of one that failed
  const gone = useRef(false); // from the screen
  const wrote = useRef(false); // here, whether or not the letter that is shown knows it yet
  const known = useRef(letter.version); // of what stands here: of words that are kept the server may tidy the ends
  const [changed, setChanged] = useState(''); // why it was not sent as it stood here
  const show = (its: LetterDocument) => {
    known.current = its.version;
    setSubject(its.subject ?? '');
    setBody(its.body ?? '');
    setOffered(its.slots);
  };
  const mine = saving !== '' && saving !== 'saved'; // what stands here is not, or not for certain, what the server has

  // What the server wrote anew is taken over, except under the candidate's own hands; at once, for what is typed next counts.
  useLayoutEffect(() => {
    if (!mine && letter.version !== known.current) show(letter);
  }, [letter.id, letter.version]);

  const path = `interviews/${interview.id}/letter`;
  const saveAfter = (ms: number, again = false) => {
    timer.current = window.setTimeout(() => { if (unsaved.current) void save(unsaved.current, again); }, ms);
  };
  /** again: by itself, of which nothing more is said. */
  const save = async (edit: Edit, again = false): Promise<boolean> => {
    const made = edits.current;
    unsaved.current = null;
    setSaving('saving');
    try {
      const slots = edit.slots?.map((slot) => ({ start: slot.start, end: slot.end }));
      const answer = saves.current.then(() => put<LetterDocument>(path, { ...edit, ...(slots ? { slots } : {}) }));
      saves.current = answer.then(() => true, () => false);
      const kept = await answer;
      if (made === edits.current) { // else they write on, and that is saved in its turn
        if (edit.body === undefined) show(kept);
        else known.current = kept.version; // the words stay as they are written, and the caret with them
      }
      await refresh(); // an answer from before this would lay the old words over it
      if (made === edits.current) setSaving('saved');
      return true;
    } catch (error) {
      if (made === edits.current) setSaving('trouble');
      if (!again) say(sentence(wordsOf(error)), undefined, true);
      if (made === edits.current && !gone.current && !isHeard(error)) {
        unsaved.current = edit;
        saveAfter(AGAIN_MS, true);
      }
      await refresh(); // perhaps the letter is no longer wanted: they may have answered
      return false;
    }
  };
  // Another call may take the letter's place while its last words wait.
  useEffect(() => () => {
    gone.current = true;
    clearTimeout(timer.current);
    if (unsaved.current) void save(unsaved.current);
  }, []);
  const write = (next: { subject?: string; body?: string }) => {
    const words = { subject, body, ...next };
    wrote.current = true;
    edits.current++;
    setSubject(words.subject);
    setBody(words.body);
    clearTimeout(timer.current);
    unsaved.current = words.subject.trim() && words.body.trim() ? { ...words, slots: offered } : null;
    setSaving(unsaved.current ? 'typing' : 'trouble'); // an empty letter is kept by nobody
    if (unsaved.current) saveAfter(SAVE_AFTER_MS);
  };
  const exchange = (slots: Slot[]) => {
    clearTimeout(timer.current);
    edits.current++;
    const words = withSlots(body, offered, slots);
    setOffered(slots);
    setBody(words);
    void save(letter.edited || wrote.current ? { subject, body: words, slots } : { slots });
  };
  const flush = async () => {
    if (saving === 'saving') return saves.current; // it must be there first
    if (saving !== 'typing' && saving !== 'trouble') return true;
    clearTimeout(timer.current);
    return save({ subject, body, slots: offered });
  };
  const sendNow = async () => {
    setSending(true);
    setChanged('');
    if (await flush()) {
      try {
        const { letter: after, why } = await postOf<Sent>(`interviews/${interview.id}/send`, known.current);
        if (after.status === 'sent') say(why ? sentence(`${why}.`) : 'Your letter is on its way.');
        else say(`Not sent${why ? `: ${why}` : ''}.`, undefined, true);
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 412) setChanged(wordsOf(error));
        else say(sentence(wordsOf(error)), undefined, true);
      }
      await refresh();
    }
    setSending(false);
  };
  const startAnew = async () => {
    clearTimeout(timer.current);
    unsaved.current = null;
    const made = ++edits.current; // what is still being saved is not shown again
    setSaving('saving');
    try {
      const answer = saves.current.then(() => remove<LetterDocument>(path));
      saves.current = answer.then(() => true, () => false);
      const fresh = await answer;
      if (made === edits.current) { // else they write on
        show(fresh);
        wrote.current = false;
      }
      await refresh();
      if (made === edits.current) setSaving('');
    } catch (error) {
      if (made === edits.current) setSaving('trouble');
      say(sentence(wordsOf(error)), undefined, true);
    }
  };

  const planned = interview.letter_state;
  const sent = letter.status === 'sent' || letter.status === 'sending';
  const state = (
    <span class="save-state" role="status">
      {saving === 'typing' || saving === 'saving' ? 'Saving …' : saving === 'saved' ? 'Saved' : saving === 'trouble' ? (unsaved.current ? 'Not saved yet' : 'Not saved') : ''}
    </span>
  );
  const inside = (
    <div class="letter-body">
      {letter.advice && <p class="quiet-text">{sentence(letter.advice)}</p>}
      {planned.status === 'held' && planned.why && !interview.question?.includes(planned.why) &&
        <Callout icon="shield" tone="warn" title="Held back:">{planned.why}</Callout>}
      {planned.status === 'planned' && autopilot && canSend && planned.due &&
        <Callout icon="clock" tone="note">It goes out by itself {inSentence(sayDay(planned.due, now))} at {sayTime(planned.due, 'clock')}, unless they call or write first.</Callout>}
      {letter.stale && <Callout icon="alert" tone="warn">A time it offers is past or too near: swap it.</Callout>}
      <dl class="envelope">
        {letter.from && <dt>From</dt>}
        {letter.from && <dd><Address of={letter.from} /></dd>}
        <dt>To</dt>
        <dd>{letter.to ? <Address of={letter.to} /> : <em>No address is known yet.</em>} {!letter.to && <Reach interview={interview} what="Add it" />}</dd>
      </dl>
      <label class="field">
        <span>Subject</span>
        <input type="text" value={subject} maxLength={200} readOnly={onlyLooks} onInput={(e) => write({ subject: e.currentTarget.value })} />
      </label>
      <Slots interview={interview} offered={offered} choice={choice} busy={saving === 'saving' || sent || onlyLooks} onChange={exchange} />
      <label class="field">
        <span>Letter</span>
        <textarea value={body} rows={Math.max(12, body.split('\n').length + 2)} maxLength={8000} spellcheck readOnly={onlyLooks}
          onInput={(e) => write({ body: e.currentTarget.value })} />
      </label>
      <div role="status">{changed && <Callout icon="shield" tone="note">{changed}</Callout>}</div>
      <div class="actions">
        {canSend && !quiet && (
          <button type="button" class="button primary" disabled={sending || sent || !letter.to} onClick={() => void sendNow()}>
            <Icon name="send" /> {sending ? 'Looking once more, then sending …' : `Send to ${interview.called}`}
          </button>
        )}
        <a class={`button ${canSend || quiet ? '' : 'primary'}`} hidden={visiting} href={mailto(letter.to, subject, body)} onClick={() => void flush()}>
          <Icon name="mail" /> Open in my mail program
        </a>
        <button type="button" class="button" onClick={() => void flush().then(() => copy(body, 'The letter is copied.'))}><Icon name="copy" /> Copy</button>
        <a class="button" hidden={!letter.to} href={`${base}${path}.eml`} download={`letter-${interview.id}.eml`}><Icon name="download" /> Save as file</a>
        {(letter.edited || saving === 'trouble') && !onlyLooks && <button type="button" class="button quiet" onClick={() => void startAnew()}><Icon name="undo" /> Start anew</button>}
      </div>
      {!quiet && !visiting && interview.acts.includes('sent') && (
        <div class="after">
          <span>Sent it yourself?</span>
          <button type="button" class="button" onClick={() => void act(interview, 'sent')}><Icon name="check" /> I have sent it</button>
        </div>
      )}
    </div>
  );
  // One frame, whether or not it is wanted yet: who writes in it keeps their place when its hour comes.
  return (
    <section class="card letter" aria-labelledby="letter-title">
      <details class={quiet ? 'letter-later' : 'letter-now'} open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary><h2 id="letter-title">{quiet ? 'The letter, if you need it' : 'Your letter'}</h2></summary>
        {state}
        {inside}
      </details>
    </section>
  );
}
