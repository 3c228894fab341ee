// Why it may be: bars with their share in figures, and the evidence quoted, for and against.
import { useState } from 'preact/hooks';
import type { Diagnosis, Reason } from '../types';
import { reasonWords } from '../words';
import { Icon } from './Icon';

const FIRST = 3;

const percent = (p: number) => (p > 0 && p < 0.005 ? 'under 1 %' : `${Math.round(p * 100)} %`);

function Evidence({ reason }: { reason: Reason }) {
  if (reason.evidence.length === 0) return <p class="quiet-text">Nothing found that speaks for or against it.</p>;
  return (
    <ul class="evidence">
      {reason.evidence.map((item) => (
        <li class={item.for ? 'evidence-for' : 'evidence-against'}>
          <Icon name={item.for ? 'check' : 'cross'} size={16} />
          <span>
            <span class="visually-hidden">{item.for ? 'Speaks for it: ' : 'Speaks against it: '}</span>
            {item.text}
            {item.source && item.source !== 'clock' && <cite title={item.source}>{item.source.split('/').pop()}</cite>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Bar({ reason, open }: { reason: Reason; open: boolean }) {
  const words = reasonWords[reason.reason];
  return (
    <li>
      <details class="reason" open={open}>
        <summary>
          <span class="reason-head">
            <span class="reason-title">{words.title}</span>
            <span class="reason-share">{percent(reason.p)}</span>
          </span>
          <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="bar-track" width="100" height="6" />
            <rect class="bar-fill" width={Math.max(0.6, reason.p * 100)} height="6" />
          </svg>
          <span class="reason-text">{words.text}</span>
        </summary>
        <Evidence reason={reason} />
      </details>
    </li>
  );
}

export function Reasons({ diagnosis }: { diagnosis: Diagnosis }) {
  const [all, setAll] = useState(false);
  const shown = all ? diagnosis.reasons : diagnosis.reasons.slice(0, FIRST);
  return (
    <section class="card" aria-labelledby="reasons-title">
      <h2 id="reasons-title">Why it may be</h2>
      <p class="quiet-text"><Icon name="shield" size={16} /> For your eyes only. It is never written to them.</p>
      <ol class="reasons">
        {shown.map((reason, index) => <Bar key={reason.reason} reason={reason} open={index === 0} />)}
      </ol>
      <button type="button" class="button quiet" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? 'Show the likeliest only' : `Show all ${diagnosis.reasons.length}`}
      </button>
    </section>
  );
}
