// The week so far, plainly.
import { put, wordsOf } from '../../api';
import { titleOf, whereWords } from '../../applications';
import { refresh, useDocument } from '../../documents';
import { Missing } from '../../parts/Bits';
import { copy } from '../../parts/copy';
import { Icon } from '../../parts/Icon';
import { Picture } from '../../parts/Picture';
import { say as toast } from '../../parts/Toast';
import { Link } from '../../route';
import type { Now, Policy, Profile, Review } from '../../types';
import { say } from '../../when';
import { sentence } from '../../words';
import { Target } from './Today';

const days = ['Never', ...['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'].map((day) => `On ${day}, when your day ends`)];

async function choose(day: number) {
  try {
    await put('policy', { review_day: day });
    await refresh();
    toast(day ? 'It will come by mail.' : 'No mail will come.');
  } catch (error) {
    toast(sentence(wordsOf(error)), undefined, true);
  }
}

export function Week({ now }: { now: Now }) {
  const { data, problem } = useDocument<Review>('review');
  const { data: profile } = useDocument<Profile>('profile');
  const { data: policy } = useDocument<Policy>('policy');
  if (!data) return <Missing problem={problem} />;
  const { held, missed, ahead } = data.calls;
  const mine = profile?.emails[0];
  return (
    <>
    <div class="split">
      <div class="stack">
        <section class="card" aria-labelledby="week-title">
          <h2 id="week-title">{say(data.from, 'longDay')} to {say(data.to, 'longDay')}</h2>
          <ul class="figures">
            <li><strong>{data.week.applied}</strong><span>{data.week.applied === 1 ? 'application' : 'applications'} sent</span></li>
            <li><strong>{held}</strong><span>{held === 1 ? 'call' : 'calls'} held, {missed} missed by them</span></li>
            <li><strong>{ahead}</strong><span>still ahead</span></li>
          </ul>
          <h3>What moved</h3>
          {data.moves.length === 0 ? <p class="quiet-text">Nothing moved yet. Weeks like that are part of it.</p> : (
            <ul class="rows">
              {data.moves.map((one) => (
                <li key={`${one.id}-${one.stage}`}><Link class="row-link" href={`/search/applications/${one.id}`}>
                  <span class="row-main"><strong class="break">{one.title}</strong><span class="quiet-text">{whereWords(one.stage, one.reason)} · {say(one.at, 'day')}</span></span></Link></li>
              ))}
            </ul>
          )}
        </section>
        <section class="card" aria-labelledby="silent-title">
          <h2 id="silent-title">Waiting for a word</h2>
          <p class="quiet-text">A fact, not a verdict.</p>
          {data.silent.length === 0 ? <p class="quiet-text">Nobody keeps you waiting.</p> : (
            <ul class="rows">
              {data.silent.map((one) => (
                <li key={one.id}><Link class="row-link" href={`/search/applications/${one.id}`}><span class="row-main"><strong class="break">{one.title}</strong><span class="quiet-text">{sentence(one.silence)}</span></span></Link></li>
              ))}
            </ul>
          )}
        </section>
        <section class="card" aria-labelledby="soon-title">
          <h2 id="soon-title">Due within a week</h2>
          {data.due.length === 0 ? <p class="quiet-text">Nothing is due. The week’s own target stands above all.</p> : (
            <ul class="rows">
              {data.due.map((one) => (
                <li key={one.id}><Link class="row-link" href={`/search/applications/${one.id}`}><span class="row-main"><strong class="break">{titleOf(one)}</strong><span class="quiet-text">{sentence(one.asks ?? '')}{one.due && ` · ${say(one.due, 'day')}`}</span></span></Link></li>
              ))}
            </ul>
          )}
        </section>
      </div>
      <div class="stack">
        <Target week={data.week} />
        <section class="card" aria-labelledby="keep-title">
          <h2 id="keep-title">Keep it</h2>
          <div class="actions">
            <button type="button" class="button" onClick={() => void copy(data.text, 'Copied.')}><Icon name="copy" /> Copy</button>
            {mine && <a class="button" href={`mailto:${encodeURIComponent(mine)}?subject=${encodeURIComponent(`Your job search, week of ${data.from}`)}&body=${encodeURIComponent(data.text.replace(/\n/g, '\r\n'))}`}><Icon name="mail" /> Mail it to yourself</a>}
          </div>
          {policy && (
            <label class="field"><span>Mail it to me by itself</span>
              <select value={policy.review_day} onChange={(e) => void choose(Number(e.currentTarget.value))}>
                {days.map((day, at) => <option key={day} value={at}>{day}</option>)}
              </select></label>
          )}
          {policy && policy.review_day > 0 && !now.can_send && <p class="quiet-text">No connection that sends mail is set up yet: see Settings.</p>}
        </section>
      </div>
    </div>
    <section class="card" aria-labelledby="weeks-title">
      <h2 id="weeks-title">Week by week</h2>
      <Picture name="weeks" />
    </section>
    </>
  );
}
