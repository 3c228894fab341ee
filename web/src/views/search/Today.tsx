// What today asks for: what is due, each once, and the week's own work, which no silence empties.
import { useState } from 'preact/hooks';
import { put, wordsOf } from '../../api';
import { change, move } from '../../applications';
import { refresh, useDocument } from '../../documents';
import { Missing } from '../../parts/Bits';
import { Dialog } from '../../parts/Dialog';
import { Icon, type IconName } from '../../parts/Icon';
import { CloseDialog, StageChip } from '../../parts/Stage';
import { say } from '../../parts/Toast';
import { Link } from '../../route';
import type { DueApplication, NextKind, Now, Today as Document, Week } from '../../types';
import { say as sayTime, sayDay } from '../../when';
import { phaseWords, sentence, stepWords } from '../../words';

const signs: Record<NextKind, IconName> = {
  nothing: 'leaf', decide: 'question', planned: 'calendar', apply: 'send', 'follow-up': 'mail', offer: 'heart',
};

export function Today({ now }: { now: Now }) {
  const { data, problem } = useDocument<Document>('today');
  if (!data) return <Missing problem={problem} />;
  const empty = data.calls.length === 0 && data.due.length === 0;
  return (
    <div class="split">
      <div class="stack">
        <section class="card" aria-labelledby="today-title">
          <h2 id="today-title">{sayTime(data.date, 'longDay')}</h2>
          {data.accepted && <p>You have accepted an offer. Nothing more is asked of you. Well done.</p>}
          {empty && !data.accepted && <p class="quiet-text">Nobody waits for you today. What follows is yours to do, whatever anybody answers.</p>}
          <ul class="tasks">
            {data.calls.map((call) => (
              <li key={`call-${call.id}`} class="task">
                <span class="task-sign"><Icon name="phone" /></span>
                <div class="task-words">
                  <Link href={`/interviews/${call.id}`}>{call.who}{call.company && call.company !== call.who ? `, ${call.company}` : ''}</Link>
                  <span class="quiet-text">{sayDay(call.start, now.now)}, {sayTime(call.start, 'clock')} · {phaseWords[call.phase]}: {stepWords[call.step]}</span>
                </div>
              </li>
            ))}
            {data.due.map((one) => <Due key={one.id} one={one} />)}
          </ul>
        </section>
        {data.suggestions.length > 0 && (
          <section class="card" aria-labelledby="work-title">
            <h2 id="work-title">The search goes on</h2>
            <ul class="tasks">
              {data.suggestions.map((one) => (
                <li key={one.text} class="task">
                  <span class="task-sign"><Icon name={one.kind === 'ahead' ? 'check' : one.kind === 'apply' ? 'send' : 'search'} /></span>
                  <div class="task-words">{one.id ? <Link href={`/search/applications/${one.id}`}>{one.text}</Link> : <span>{one.text}</span>}</div>
                  {one.id && <div class="actions"><button type="button" class="button small" onClick={() => void move(one.id ?? 0, 'applied')}><Icon name="check" size={16} /> I have applied</button></div>}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <div class="stack">
        <Target week={data.week} />
        <section class="card heart" aria-labelledby="heart-title">
          <h2 id="heart-title"><Icon name="heart" /> Take heart</h2>
          <p>Silence is a fact, not a verdict: you stay in the running until a definitive word comes.</p>
          <Link href="/search/odds">Honest odds</Link>
        </section>
      </div>
    </div>
  );
}

function Due({ one }: { one: DueApplication }) {
  const [closing, setClosing] = useState(false);
  return (
    <li class="task">
      <span class="task-sign"><Icon name={signs[one.next]} /></span>
      <div class="task-words">
        <Link href={`/search/applications/${one.id}`}>{one.title}</Link>
        <span>{sentence(one.asks ?? '')}</span>
        <span class="chips"><StageChip stage={one.stage} reason={one.reason} />{one.silence && <span class="quiet-text">{sentence(one.silence)}</span>}</span>
      </div>
      <div class="actions">
        {one.next === 'decide' && <>
          <button type="button" class="button small primary" onClick={() => void change(one.id, 'accept', {}, 'Moved.')}>Yes, it is</button>
          <button type="button" class="button small" onClick={() => void change(one.id, 'dismiss', {}, 'Left as it was.')}>No</button>
        </>}
        {one.next === 'planned' && <button type="button" class="button small" onClick={() => void change(one.id, 'plan', {}, 'Done.')}><Icon name="check" size={16} /> Done</button>}
        {one.next === 'apply' && <>
          <button type="button" class="button small" onClick={() => void move(one.id, 'applied')}><Icon name="check" size={16} /> I have applied</button>
          <button type="button" class="button small quiet" onClick={() => void move(one.id, 'closed', 'withdrawn')}>Let it go</button>
        </>}
        {one.next === 'follow-up' && <>
          <button type="button" class="button small" onClick={() => void change(one.id, 'wrote', {}, 'Noted: you followed up.')}><Icon name="check" size={16} /> I have written</button>
          <button type="button" class="button small quiet" onClick={() => setClosing(true)}>Close it</button>
        </>}
        {one.next === 'offer' && <button type="button" class="button small" onClick={() => void move(one.id, 'accepted')}><Icon name="check" size={16} /> I accept</button>}
      </div>
      <CloseDialog id={closing ? one.id : null} onClose={() => setClosing(false)} />
    </li>
  );
}

/** The week's target, which the candidate sets. */
export function Target({ week }: { week: Week }) {
  const [asking, setAsking] = useState(false);
  const [wanted, setWanted] = useState(String(week.target));
  const save = async (event: Event) => {
    event.preventDefault();
    try {
      await put('policy', { weekly_target: Number(wanted) });
      await refresh();
      setAsking(false);
      say('Your target is kept.');
    } catch (error) {
      say(sentence(wordsOf(error)), undefined, true);
    }
  };
  const met = week.applied >= week.target;
  return (
    <section class="card" aria-labelledby="target-title">
      <h2 id="target-title">This week</h2>
      <p class="target"><strong>{week.applied} of {week.target}</strong> <span class="quiet-text">applications</span></p>
      <div class="meter" role="img" aria-label={`${week.applied} of ${week.target} applications`}>
        {Array.from({ length: Math.min(Math.max(week.target, week.applied, 1), 30) }, (_, at) => <span key={at} class={at < week.applied ? 'done' : at < week.target ? 'open' : 'done'} />)}
      </div>
      <p class="quiet-text">
        {met ? 'The target is met. What more you do is for the next one.'
          : week.working_days_left ? `${week.today} today would do: ${week.working_days_left} working ${week.working_days_left === 1 ? 'day is' : 'days are'} left.`
          : 'No working day is left. Let it rest, or carry it over.'}
      </p>
      <button type="button" class="button quiet" onClick={() => { setWanted(String(week.target)); setAsking(true); }}>Change the target</button>
      <Dialog title="How many a week?" open={asking} onClose={() => setAsking(false)}>
        <form class="form" onSubmit={(e) => void save(e)}>
          <p class="quiet-text">Few and well chosen beats many. It counts what you send, not what they answer.</p>
          <label class="field"><span>Applications a week</span>
            <input type="number" min={0} max={100} required value={wanted} onInput={(e) => setWanted(e.currentTarget.value)} /></label>
          <div class="actions"><button type="submit" class="button primary">Keep</button></div>
        </form>
      </Dialog>
    </section>
  );
}
