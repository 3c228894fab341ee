// The whole search: one silent recruiter never stops it.
import { useDocument } from '../documents';
import { Link } from '../route';
import { Missing, StandingChip } from '../parts/Bits';
import { Icon } from '../parts/Icon';
import { WhenOf } from '../parts/When';
import type { Interview, Interviews as List, Now, Standing } from '../types';
import { firstName } from '../words';

const order: Standing[] = ['offer', 'accepted', 'in-the-running', 'out', 'withdrawn'];

/** One line a pursuit: the calls that moved from one to another count once, by the newest. */
export function pursuits(interviews: Interview[]): Interview[] {
  return interviews.filter((iv) => iv.successor === null)
    .sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || (a.start < b.start ? 1 : -1));
}

export function Search({ now }: { now: Now | null }) {
  const { data, problem } = useDocument<List>('interviews?state=all&limit=500');
  if (!data) return <Missing problem={problem} />;
  const all = pursuits(data.interviews);
  const count = (standing: Standing) => all.filter((iv) => iv.standing === standing).length;
  const calls = data.interviews.filter((iv) => iv.phase !== 'scheduled' && iv.phase !== 'cancelled' && iv.phase !== 'withdrawn');
  const missed = calls.filter((iv) => iv.phase === 'missed' || iv.phase === 'silent' || iv.phase === 'rescheduled').length;
  return (
    <>
      <div class="page-head"><h1 tabIndex={-1}>Search</h1></div>
      <p class="lead">Keep applying and interviewing until an offer is <em>accepted</em>. Nothing here pauses for one silent recruiter.</p>
      <ul class="figures">
        <li><strong>{count('in-the-running')}</strong><span>in the running</span></li>
        <li><strong>{count('offer') + count('accepted')}</strong><span>{count('offer') + count('accepted') === 1 ? 'offer' : 'offers'}</span></li>
        <li><strong>{missed} of {calls.length}</strong><span>promised calls that did not come at their hour</span></li>
      </ul>
      <div class="split">
        <section class="card" aria-labelledby="pursuits-title">
          <h2 id="pursuits-title">Who you are talking to</h2>
          {all.length === 0 && <p class="quiet-text">Nobody yet. The next one is one application away.</p>}
          <ul class="rows">
            {all.map((iv) => (
              <li key={iv.id}>
                <Link class="row-link" href={`/interviews/${iv.id}`}>
                  <span class="row-main">
                    <strong>{iv.company ?? iv.who}</strong>
                    <span class="quiet-text">{[iv.role, iv.company ? iv.who : null].filter(Boolean).join(' · ')}</span>
                    <WhenOf interview={iv} now={now?.now ?? iv.start} theirs={firstName(iv)} />
                  </span>
                  <span class="row-side"><StandingChip standing={iv.standing} /></span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
        <section class="card heart" aria-labelledby="odds-title">
          <h2 id="odds-title"><Icon name="heart" /> Honest odds</h2>
          <dl class="facts">
            <div><dt>About half</dt><dd>of full interviews end in rejection: the guide’s figure, a prior and no verdict on you.</dd></div>
            <div><dt>98 %</dt><dd>of online applications are turned down: the guide’s figure. It traces back to one remark.</dd></div>
            <div><dt>3 %</dt><dd>of applicants are interviewed, 27 % of interviews end in a hire (CareerPlug, 60,000 small businesses, 2024).</dd></div>
            <div><dt>61 %</dt><dd>were ghosted after an interview at least once (Greenhouse, 2024). Silence is common; it is rarely about you.</dd></div>
          </dl>
          <p class="quiet-text">How many calls recruiters miss nobody has published. Your own count stands above.</p>
        </section>
      </div>
    </>
  );
}
