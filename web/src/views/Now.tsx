// What do I do now?
import { useState } from 'preact/hooks';
import { act } from '../act';
import { useNow } from '../clock';
import { useDocument } from '../documents';
import { later } from '../later';
import { Link } from '../route';
import { ActButton, MoreActs, NewTime } from '../parts/Acts';
import { Callout, Missing, PhaseChip, Sentence, nextStep } from '../parts/Bits';
import { copy } from '../parts/copy';
import { Icon } from '../parts/Icon';
import { LetterEditor } from '../parts/LetterEditor';
import { Reasons } from '../parts/Reasons';
import { Ring } from '../parts/Ring';
import { Voicemail } from '../parts/Voicemail';
import { When, WhenOf } from '../parts/When';
import type { Act, Contact, Interview, InterviewRow, Interviews, Now as NowDocument } from '../types';
import { visiting } from '../visit';
import { millis, say as sayTime, sayDistance } from '../when';
import { aboutOf, numberOf } from '../words';

const Welcome = later((rest) => rest.Welcome);

const HEART = 'Until they say no, you are still in the running. About half of all full interviews end in rejection (the guide’s figure); one silent phone says nothing about you.';

export function Now({ document }: { document: NowDocument }) {
  if (!document.interview) return <Quiet document={document} />;
  return <Desk document={document} interview={document.interview} key={document.interview.id} />;
}

/** Nothing is due and nothing lies ahead: rest, when there was something; else a beginning. */
function Quiet({ document }: { document: NowDocument }) {
  const { data, problem } = useDocument<Interviews>('interviews?state=all&view=row&limit=5000');
  if (!data) return <Missing problem={problem} />;
  if (data.interviews.length === 0 && !visiting) return <Welcome complete={document.profile.complete} />;
  const latest = data.interviews.slice(-3).reverse();
  return (
    <div class="stack">
      <section class="card empty">
        <Icon name="leaf" size={40} />
        <h1 tabIndex={-1}>All quiet</h1>
        <p>No call is awaited and nothing is due. A good hour for the next application, or for a walk.</p>
        {!visiting && <Link class="button" href="/search"><Icon name="search" /> Keep the search moving</Link>}
      </section>
      <section class="card" aria-labelledby="latest-title">
        <h2 id="latest-title">What came last</h2>
        <ul class="rows">{latest.map((iv) => <li key={iv.id}><Row iv={iv} now={document.now} /></li>)}</ul>
      </section>
    </div>
  );
}

function Desk({ document, interview: iv }: { document: NowDocument; interview: Interview }) {
  const letterNow = iv.step === 'email' || iv.step === 'nudge' || isToAnswer(iv);
  const letterSoon = iv.step === 'wait' || iv.step === 'call' || iv.step === 'voicemail' || iv.question !== null;
  const showsReasons = iv.diagnosis && (iv.phase === 'waiting' || iv.phase === 'missed' || iv.phase === 'silent');
  return (
    <div class="now">
      <div class="now-main">
        <Hero document={document} iv={iv} />
        {document.letter && (letterNow || letterSoon) && (
          <LetterEditor interview={iv} letter={document.letter} choice={document.slots} canSend={document.can_send}
            autopilot={document.autopilot} now={document.now} quiet={!letterNow} />
        )}
      </div>
      <aside class="now-side" aria-label="Around this call">
        {showsReasons && iv.diagnosis && <Reasons diagnosis={iv.diagnosis} />}
        {(iv.phase === 'missed' || iv.phase === 'silent') && (
          <section class="card heart">
            <h2><Icon name="heart" /> Take heart</h2>
            <p>{HEART}</p>
            {!visiting && <Link href="/search">Keep the search moving</Link>}
          </section>
        )}
        {document.others.length > 0 && (
          <section class="card" aria-labelledby="others-title">
            <h2 id="others-title">Then</h2>
            <ul class="rows">
              {document.others.map((other) => (
                <li key={other.id}><Row iv={other} now={document.now} /></li>
              ))}
            </ul>
          </section>
        )}
      </aside>
    </div>
  );
}

export function Row({ iv, now }: { iv: InterviewRow; now: string }) {
  return (
    <Link class="row-link" href={`/interviews/${iv.id}`}>
      <span class="row-main">
        <strong><bdi>{iv.who}</bdi></strong>
        <span class="quiet-text">{aboutOf(iv)}</span>
        <WhenOf interview={iv} now={now} theirs={iv.called} />
      </span>
      <span class="row-side"><PhaseChip interview={iv} /><span class="quiet-text">{nextStep(iv)}</span></span>
    </Link>
  );
}

/** "They offer 10:30. Which time do you take?" asks what the advice above says already. */
function asksMore(iv: Interview): boolean {
  const said = iv.question?.split('. ')[0]?.toLowerCase() ?? '';
  return iv.question !== null && !(iv.step === 'pick' && said !== '' && iv.advice.toLowerCase().startsWith(said));
}

function Hero({ document, iv }: { document: NowDocument; iv: Interview }) {
  const about = aboutOf(iv);
  return (
    <section class="hero" data-phase={iv.phase} data-step={iv.step} aria-labelledby="now-title">
      <Ring interview={iv} />
      <div class="hero-words">
        <p class="who"><Link href={`/interviews/${iv.id}`}><bdi>{iv.who}</bdi></Link>{about && <span> · <bdi>{about}</bdi></span>}</p>
        <h1 id="now-title" tabIndex={-1}>{iv.headline}</h1>
        <p class="visually-hidden" role="status">{iv.headline}</p>
        <p class="advice">{iv.step === 'prepare' ? <Until start={iv.start} /> : <Sentence text={iv.advice} />}</p>
        <p class="agreed"><WhenOf interview={iv} now={document.now} theirs={iv.called} /></p>
      </div>
      <div class="hero-deeds">
        {asksMore(iv) && <Callout icon="question" tone="warn">{iv.question}</Callout>}
        <OneThing document={document} iv={iv} />
        {(iv.phase === 'waiting' || iv.step === 'call') && <Course iv={iv} autopilot={document.autopilot && document.can_send} />}
        {iv.warnings.length > 0 && (iv.phase === 'scheduled' || iv.phase === 'waiting' || iv.phase === 'missed') && (
          <Callout icon="alert" tone="warn" title="Worth a check:">
            {iv.warnings.length === 1 ? <Sentence text={iv.warnings[0]?.text ?? ''} />
              : <ul>{iv.warnings.map((warning) => <li key={warning.text}><Sentence text={warning.text} /></li>)}</ul>}
          </Callout>
        )}
      </div>
    </section>
  );
}

/** What comes when: a tense person need not wonder. */
function Course({ iv, autopilot }: { iv: Interview; autopilot: boolean }) {
  const now = useNow(1000);
  const name = iv.called;
  const stations: [string, string][] = [
    [iv.start, 'The agreed time'],
    [iv.grace.soft, 'We look for what may have happened'],
    [iv.grace.hard, iv.contact.phone ? `No call: you ring ${name}` : `No call: you write to ${name}`],
  ];
  if (iv.grace.letter && millis(iv.grace.letter) > millis(iv.grace.hard))
    stations.push([iv.grace.letter, autopilot ? 'The letter goes out, unless they call' : 'The letter is ready for you']);
  const next = stations.findIndex(([at]) => millis(at) > now);
  return (
    <ol class="course" aria-label="What comes when">
      {stations.map(([at, text], index) => {
        const past = millis(at) <= now;
        return (
          <li key={at} class={past ? 'past' : index === next ? 'next' : ''}>
            <span class="dot">{past && <Icon name="check" size={12} />}</span>
            <time dateTime={at}>{sayTime(at, 'clock')}</time>
            <span>{text}{past && <span class="visually-hidden"> (past)</span>}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** tel: wants digits only; what a stranger wrote is not put into an address unread. A phone waits at the comma, then keys in the extension. */
const telOf = ({ phone, extension }: Contact) => `tel:${[phone, extension].filter(Boolean).map((part) => part?.replace(/[^+\d]/g, '')).join(',')}`;

function CallLink({ iv, primary }: { iv: Interview; primary: boolean }) {
  const number = iv.contact.phone;
  if (!number || visiting) return null;
  return (
    <div class="call-link">
      <a class={`button ${primary ? 'primary big' : ''}`} href={telOf(iv.contact)}>
        <Icon name="phone" /> {primary ? `Ring ${iv.called}` : 'Ring'} <span class="number">{numberOf(iv)}</span>
      </a>
      <button type="button" class="icon-button" aria-label="Copy the number" onClick={() => void copy(number, 'The number is copied.', `The number is ${numberOf(iv)}.`)}><Icon name="copy" /></button>
    </div>
  );
}

function OneThing({ document, iv }: { document: NowDocument; iv: Interview }) {
  const shown: Act[] = ['they-called'];
  const button = (what: Act, kind = '') => {
    if (!iv.acts.includes(what)) return null;
    shown.push(what);
    return <ActButton key={what} interview={iv} what={what} kind={kind} />;
  };
  const deeds = (() => {
    // A letter in doubt: only the candidate can look whether it went out.
    if (iv.acts.includes('not-sent'))
      return <div class="after" hidden={visiting}><span>Did your letter go out?</span><div class="actions">{button('sent')}{button('not-sent')}</div></div>;
    switch (iv.step) {
      case 'prepare': return <Prepare iv={iv} />;
      case 'wait': return null;
      case 'call': return (
        <>
          <CallLink iv={iv} primary />
          <div class="after" hidden={visiting}><span>How did it go?</span><div class="actions">{button('no-answer')}{button('voicemail')}{button('spoke')}</div></div>
          {document.voicemail && <Voicemail script={document.voicemail} />}
        </>
      );
      case 'voicemail': return (
        <>
          {document.voicemail && <Voicemail script={document.voicemail} title="Say this after the tone" />}
          <div class="actions">{button('voicemail', 'primary')}<CallLink iv={iv} primary={false} /></div>
        </>
      );
      case 'email': case 'nudge': return <SeeLetter />;
      case 'await': return <AwaitWords iv={iv} />;
      case 'pick': return <>{isToAnswer(iv) && document.letter && <SeeLetter />}<Pick iv={iv} now={document.now} /></>;
      case 'done': return iv.successor
        ? <Link class="button primary big" href={`/interviews/${iv.successor}`}><Icon name="calendar" /> See the new time</Link>
        : null;
    }
  })();
  return (
    <>
      {deeds}
      <MoreActs interview={iv} except={shown} />
    </>
  );
}

/** They offer no hour that could be taken: the answer names some. */
const isToAnswer = (iv: Interview) => iv.step === 'pick' && iv.question !== null && iv.proposals.length === 0 && !iv.link;

const SeeLetter = () =>
  <p class="point-down"><a class="button primary big" href="#letter-title" onClick={focusLetter}><Icon name="mail" /> See the letter</a></p>;

function focusLetter(event: Event) {
  event.preventDefault();
  const title = window.document.getElementById('letter-title');
  const letter = title?.closest('details');
  if (letter) letter.open = true;
  title?.scrollIntoView({ block: 'start' });
  letter?.querySelector('textarea')?.focus({ preventScroll: true });
}

function Until({ start }: { start: string }) {
  const now = useNow(30_000);
  return <>The call is {sayDistance(now, millis(start))}. Until then:</>;
}

function Prepare({ iv }: { iv: Interview }) {
  const things = [
    iv.caller === 'candidate' && iv.dial ? `You are to dial ${iv.dial}.` : null,
    'Keep the phone charged, loud and near.',
    iv.contact.phone ? `Save ${iv.called}’s number, so that call screening lets it through.` : null,
    iv.medium === 'video' ? 'Try camera and microphone once.' : null,
  ].filter((thing): thing is string => thing !== null);
  return (
    <>
      <ul class="checklist">{things.map((thing) => <li key={thing}><Icon name="check" size={18} /> {thing}</li>)}</ul>
      {iv.link && /^https:\/\//i.test(iv.link) && (
        <a class={`button ${iv.medium === 'video' ? 'primary' : ''}`} href={iv.link} target="_blank" rel="noreferrer noopener">
          {iv.medium === 'video' ? <><Icon name="video" /> Open the video call</> : <><Icon name="link" /> Open the invite’s page</>}
        </a>
      )}
      <CallLink iv={iv} primary={iv.caller === 'candidate'} />
    </>
  );
}

function AwaitWords({ iv }: { iv: Interview }) {
  const now = useNow(60_000);
  return iv.due && millis(iv.due) > now
    ? <p class="quiet-text"><Icon name="clock" size={16} /> If nothing comes, we look again {sayDistance(now, millis(iv.due))}. Nothing to do until then.</p>
    : null;
}

function Pick({ iv, now }: { iv: Interview; now: string }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      {iv.proposals.length > 0 && (
        <ul class="slot-list" aria-label="Times they offer">
          {iv.proposals.map((slot) => (
            <li key={slot.start}>
              <button type="button" class="slot" disabled={visiting} onClick={() => void act(iv, 'rescheduled', slot.start)}>
                <When start={slot.start} short={slot.short} there={slot.there} now={now} theirs={iv.called} />
                <span class="slot-take"><Icon name="check" size={18} /> Take it</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {iv.proposals.length === 0 && iv.link && /^https:\/\//i.test(iv.link) && (
        <a class="button" href={iv.link} target="_blank" rel="noreferrer noopener"><Icon name="link" /> Choose on their page</a>
      )}
      <button type="button" class="button" hidden={visiting} onClick={() => setAsking(true)}><Icon name="calendar" /> We agreed on another time</button>
      <NewTime interview={iv} open={asking} onClose={() => setAsking(false)} />
    </>
  );
}
