// One call: all that happened, and why each thing was or was not done.
import { useDocument } from '../documents';
import { Link } from '../route';
import { MoreActs } from '../parts/Acts';
import { Address, Callout, Missing, PhaseChip, Sentence, StandingChip } from '../parts/Bits';
import { Icon, type IconName } from '../parts/Icon';
import { Reach } from '../parts/Reach';
import { Reasons } from '../parts/Reasons';
import { ThankYou } from '../parts/ThankYou';
import { WhenOf } from '../parts/When';
import type { Interview as Call, InterviewDocument, Letter, Line, Now, Step } from '../types';
import { visiting } from '../visit';
import { dateOf, say } from '../when';
import { aboutOf, eventWords, letterWords, numberOf, stepWords } from '../words';

const icons: Record<string, IconName> = {
  watching: 'now', warning: 'alert', due: 'clock', missed: 'alert', advice: 'arrow', draft: 'mail', sent: 'send',
  'held-back': 'shield', reply: 'mail', retimed: 'swap', held: 'check', rescheduled: 'calendar', cancelled: 'close',
  closed: 'close', nudge: 'bell', silent: 'leaf', note: 'heart',
};


export function Interview({ id, now }: { id: string; now: Now | null }) {
  const { data, problem } = useDocument<InterviewDocument>(`interviews/${id}`);
  if (!data) return <Missing problem={problem} />;
  const iv = data.interview;
  const urgent = now?.interview?.id === iv.id;
  const about = aboutOf(iv);
  return (
    <>
      <Link class="back" href="/interviews"><Icon name="back" size={18} /> All interviews</Link>
      <div class="page-head">
        <div>
          <h1 tabIndex={-1}><bdi>{iv.who}</bdi></h1>
          {about && <p class="lead"><bdi>{about}</bdi></p>}
        </div>
        <div class="chips"><PhaseChip interview={iv} /><StandingChip standing={iv.standing} /></div>
      </div>
      <div class="split">
        <div class="stack">
          <section class="card" aria-labelledby="next-title">
            <h2 id="next-title">{iv.headline}</h2>
            {iv.advice && <p><Sentence text={iv.advice} /></p>}
            {iv.question && <Callout icon="question" tone="warn">{iv.question}</Callout>}
            {iv.letter_state.why && !iv.question?.includes(iv.letter_state.why) && <Callout icon="shield" tone="warn" title="Held back:">{iv.letter_state.why}</Callout>}
            {iv.warnings.map((warning) => <Callout key={warning.text} icon="alert" tone="warn"><Sentence text={warning.text} /></Callout>)}
            {iv.successor && <Link class="button primary" href={`/interviews/${iv.successor}`}><Icon name="calendar" /> See the new time</Link>}
            {urgent && iv.step !== 'done' && <Link class="button primary" href="/"><Icon name="now" /> See it on Now</Link>}
            {iv.phase === 'closed' && !visiting && <ThankYou interview={iv} />}
            <MoreActs interview={iv} except={urgent ? ['they-called'] : []} open={!urgent && iv.phase === 'missed'} />
          </section>
          <History lines={data.timeline} letters={data.outbox} iv={iv} />
        </div>
        <div class="stack">
          <Facts iv={iv} now={now?.now ?? iv.start} />
          {iv.diagnosis && iv.phase !== 'scheduled' && <Reasons diagnosis={iv.diagnosis} />}
        </div>
      </div>
    </>
  );
}

function Facts({ iv, now }: { iv: Call; now: string }) {
  const rows: [string, preact.ComponentChildren][] = [
    ['When', <WhenOf interview={iv} now={now} theirs={iv.called} />],
    ['Who dials', iv.caller === 'candidate' ? `You do${iv.dial ? `: ${iv.dial}` : ''}` : iv.caller === 'recruiter' ? 'They do' : 'Not said'],
    ['Number', iv.contact.phone ? <Sentence text={numberOf(iv) ?? ''} /> : 'None known: the follow-up is an e-mail at once'],
    ['E-mail', iv.contact.email ? <Address of={iv.contact.email} /> : 'None known yet'],
  ];
  if (iv.subject) rows.push(['Thread', iv.subject]);
  if (iv.predecessor) rows.push(['Before it', <Link href={`/interviews/${iv.predecessor}`}>The call that moved</Link>]);
  return (
    <section class="card" aria-labelledby="facts-title">
      <h2 id="facts-title">What was agreed</h2>
      <dl class="facts">{rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="break">{value}</dd></div>)}</dl>
      <Reach interview={iv} what={iv.contact.email && iv.contact.phone ? 'Another address' : iv.contact.email ? 'Add their number' : 'Add their address'} />
    </section>
  );
}

/** Some lines name their subject first, "wait: give them …": the name becomes the heading. */
function titleAndText(line: Line): [string, string] {
  const title = eventWords[line.event] ?? line.event;
  const named = /^([a-z-]+): ([^]*)$/.exec(line.text);
  if (!named?.[1] || !named[2]) return [title, line.text];
  switch (line.event) {
    case 'advice': return [`${title}: ${stepWords[named[1] as Step] ?? named[1]}`, named[2]];
    case 'warning': return [title, named[2]];
    case 'note': return [named[1] === 'heart' ? 'Take heart' : named[1] === 'search' ? 'Keep searching' : title, named[2]];
    default: return [title, line.text];
  }
}

/** Days newest last, as it happened; letters stand where they were written. */
function History({ lines, letters, iv }: { lines: Line[]; letters: Letter[]; iv: Call }) {
  const days = [...new Set(lines.map((line) => dateOf(line.at)))];
  const left = [...letters];
  const letterOf = (line: Line) => {
    if (line.event !== 'draft' && line.event !== 'sent' && line.event !== 'held-back') return undefined;
    const index = left.findIndex((letter) => letter.at === line.at);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  return (
    <section class="card" aria-labelledby="history-title">
      <h2 id="history-title">What happened, and why</h2>
      {lines.length === 0 && <p class="quiet-text">Nothing yet. We are watching.</p>}
      {days.map((day) => (
        <div key={day}>
          <h3 class="day">{say(day, 'longDay')}</h3>
          <ol class="timeline">
            {lines.filter((line) => dateOf(line.at) === day).map((line) => {
              const letter = letterOf(line);
              const [title, text] = titleAndText(line);
              return (
                <li key={line.id} class={`event event-${line.event}`}>
                  <span class="event-sign"><Icon name={icons[line.event] ?? 'arrow'} size={16} /></span>
                  <time dateTime={line.at}>{say(line.at, 'clock')}</time>
                  <div class="event-words">
                    <span class="event-kind">{title}</span>
                    <span class="break"><Sentence text={text} /></span>
                    {letter && <LetterKept letter={letter} />}
                  </div>
                </li>
              );
            })}
          </ol>
        </div>
      ))}
      {left.length > 0 && (
        <div>
          <h3 class="day">Letters</h3>
          {left.map((letter) => <LetterKept key={letter.id} letter={letter} />)}
        </div>
      )}
      <p class="quiet-text">{iv.standing === 'in-the-running' ? 'Until a definite word comes, you are in the running.' : ''}</p>
    </section>
  );
}

function LetterKept({ letter }: { letter: Letter }) {
  return (
    <details class="letter-kept">
      <summary>The letter: {letterWords[letter.status] ?? letter.status}{letter.reason && `, because ${letter.reason}`}</summary>
      <p class="quiet-text break">{letter.from && `From ${letter.from} `}To {letter.to ?? 'nobody yet'} · {letter.subject}</p>
      <pre>{letter.body}</pre>
    </details>
  );
}
