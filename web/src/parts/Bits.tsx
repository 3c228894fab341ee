// Small things that several views show.
import { Fragment, type ComponentChildren } from 'preact';
import type { Problem } from '../api';
import type { InterviewRow, Phase, Standing } from '../types';
import { Link } from '../route';
import { phaseWords, sentence, standingWords, stepWords } from '../words';
import { Icon, type IconName } from './Icon';

const phaseIcons: Record<Phase, IconName> = {
  scheduled: 'calendar', waiting: 'clock', missed: 'alert', held: 'check', rescheduled: 'swap',
  cancelled: 'close', closed: 'close', silent: 'leaf', withdrawn: 'undo',
};

/** A mail address; one that is wider than its place breaks after its @ and dots first. */
export const Address = ({ of }: { of: string }) => <>{(of.match(/[^@.]*[@.]?/g) ?? []).map((part, i) => <Fragment key={i}>{i > 0 && <wbr />}{part}</Fragment>)}</>;

/** Words of the program, in which no number is broken at the end of a line, and no address within a word. */
export const Sentence = ({ text }: { text: string }) =>
  <>{sentence(text).split(/(\+\d[\d -]{5,}\d|[\w.+-]+@[\w.-]+\w)/).map((part, i) => (
    i % 2 === 0 ? part : part.includes('@') ? <Address of={part} key={i} /> : <span class="number" key={i}>{part}</span>))}</>;

/** Its words and its sign carry the meaning; its colour only repeats it. */
export function PhaseChip({ interview }: { interview: InterviewRow }) {
  const { phase, step } = interview;
  const answering = phase === 'missed' && step === 'await';
  return (
    <span class={`chip phase-${answering ? 'await' : phase}`}>
      <Icon name={answering ? 'mail' : phaseIcons[phase]} size={14} />
      {answering ? 'Letter sent' : phaseWords[phase]}
    </span>
  );
}

export const StandingChip = ({ standing }: { standing: Standing }) => (
  <span class={`chip standing-${standing}`}>
    <Icon name={standing === 'out' ? 'close' : standing === 'in-the-running' ? 'heart' : standing === 'withdrawn' ? 'undo' : 'check'} size={14} />
    {standingWords[standing]}
  </span>
);

export const needsYou = (iv: InterviewRow) =>
  iv.question !== null || iv.step === 'pick' || iv.phase === 'waiting' ||
  (iv.phase === 'missed' && iv.step !== 'await' && iv.step !== 'wait');

export const nextStep = (iv: InterviewRow) => (iv.step === 'done' ? '' : `Next: ${stepWords[iv.step]}`);

export function Callout({ icon, tone, title, children }: { icon: IconName; tone: 'note' | 'warn' | 'good'; title?: string; children: ComponentChildren }) {
  return (
    <div class={`callout callout-${tone}`}>
      <Icon name={icon} />
      <div>{title && <strong>{title}</strong>} {children}</div>
    </div>
  );
}

/** What stands where a document should be, when it is not there. */
export function Missing({ problem }: { problem: Problem | null }) {
  if (!problem) return <div class="loading" role="status"><span>One moment …</span></div>;
  const words =
    problem.status === 401
      ? { title: 'Please open the printed link', text: 'When crickets starts it prints a link; “crickets serve --link” prints another. Open it once in this browser: it is the key to your data.' }
    : problem.status === 404
      ? { title: 'There is nothing here', text: 'Perhaps it was erased, or the address has a slip in it.' }
    : problem.status === 0
      ? { title: 'Crickets does not answer', text: 'Start it with ./run (or crickets serve). This page looks again by itself.' }
    : { title: problem.title, text: problem.detail };
  return (
    <section class="card empty">
      <Icon name={problem.status === 401 ? 'shield' : 'leaf'} size={40} />
      <h1 tabIndex={-1}>{words.title}</h1>
      <p>{words.text}</p>
      {problem.status === 404 && <Link class="button" href="/"><Icon name="now" /> To what is now</Link>}
    </section>
  );
}
