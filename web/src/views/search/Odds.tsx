// Honest odds: the candidate's own n of N, the guide's figures as priors, and what is published,
// beside one another and never mixed up.
import { useDocument } from '../../documents';
import { Missing } from '../../parts/Bits';
import { Icon } from '../../parts/Icon';
import { Picture } from '../../parts/Picture';
import type { Figure, Odds as Document, OddsStep, Share } from '../../types';
import { sentence } from '../../words';

const percent = (p: number) => (p > 0 && p < 0.01 ? 'less than 1\u00a0%' : p < 1 && p > 0.99 ? 'more than 99\u00a0%' : `${Math.round(p * 100)}\u00a0%`);

/** Nothing where both ends read the same. */
const between = ({ low, high }: Share) => (percent(low) === percent(high) ? '' : `four times in five between ${percent(low)} and ${percent(high)}`);

/** Where the middle 80 % of what is likely lies, on a line from 0 to 100 %. */
function Interval({ share, own }: { share: Share; own?: number | null }) {
  const at = (p: number) => 2 + p * 196;
  return (
    <svg class="interval" viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <line class="axis" x1="2" x2="198" y1="8" y2="8" />
      <line class="likely" x1={at(share.low)} x2={Math.max(at(share.high), at(share.low) + 1)} y1="8" y2="8" />
      <line class="middle" x1={at(share.p)} x2={at(share.p)} y1="1" y2="15" />
      {own !== null && own !== undefined && <line class="own" x1={at(own)} x2={at(own)} y1="3" y2="13" />}
    </svg>
  );
}

function Figures({ figures }: { figures: Figure[] | null }) {
  if (!figures) return <p class="quiet-text">No published figure was found.</p>;
  return (
    <ul class="published">
      {figures.map((figure) => (
        <li key={figure.text}>{sentence(figure.text)} <span class="quiet-text">({figure.source}, {figure.year}; {figure.caution})</span></li>
      ))}
    </ul>
  );
}

function Step({ step }: { step: OddsStep }) {
  const { own, estimate, prior } = step;
  return (
    <section class="card" aria-labelledby={`odds-${step.step}`}>
      <h2 id={`odds-${step.step}`}>{sentence(step.title)}</h2>
      <dl class="facts odds-facts">
        <div><dt>Yours</dt><dd><strong>{own.passed} of {own.of}</strong>{own.open > 0 && <span class="quiet-text"> and {own.open} open</span>}</dd></div>
        <div><dt>Estimate</dt><dd>{percent(estimate.p)} <span class="quiet-text">{between(estimate)}</span>
          <Interval share={estimate} own={own.of ? own.passed / own.of : null} /></dd></div>
        <div><dt>Begins at</dt><dd>{percent(prior.p)} <span class="quiet-text">{prior.source} ({prior.caution})</span></dd></div>
        <div><dt>Published</dt><dd><Figures figures={step.published} /></dd></div>
      </dl>
    </section>
  );
}

export function Odds() {
  const { data, problem } = useDocument<Document>('odds');
  if (!data) return <Missing problem={problem} />;
  const { missed, of } = data.missed_calls.own;
  const open = data.open.applied + data.open.screen + data.open.interview;
  const accepted = data.text.startsWith('You have accepted');
  return (
    <>
      <section class="card heart chance" aria-labelledby="chance-title">
        <h2 id="chance-title"><Icon name="heart" /> At least one offer from what is open</h2>
        {data.open.offer === 0 && !accepted && <div class="chance-figures">
          <p><strong>{open ? percent(data.offer.p) : '–'}</strong><span class="quiet-text">{open ? between(data.offer) : 'nothing is open'}</span></p>
          <p><strong>+ {percent(data.adds.five)}</strong><span class="quiet-text">what five more applications add</span></p>
          <p><strong>+ {percent(data.adds.ten)}</strong><span class="quiet-text">and ten</span></p>
        </div>}
        {open > 0 && data.open.offer === 0 && !accepted && <Interval share={data.offer} />}
        <p>{data.text}</p>
        {data.open.silent > 0 && <p class="quiet-text">{data.open.silent} without a word for 45 days {data.open.silent === 1 ? 'counts' : 'count'} as a no in this reckoning, and only here.</p>}
        <details><summary>How this is reckoned</summary><p class="quiet-text">{data.model}</p></details>
      </section>
      <div class="odds-steps">{data.steps.map((step) => <Step key={step.step} step={step} />)}</div>
      <div class="odds-steps">
        <section class="card" aria-labelledby="silence-title">
          <h2 id="silence-title">Left without an answer</h2>
          <Figures figures={data.silence} />
        </section>
        <section class="card" aria-labelledby="missed-title">
          <h2 id="missed-title">Calls that did not come</h2>
          <dl class="facts odds-facts">
            <div><dt>Yours</dt><dd><strong>{missed} of {of}</strong></dd></div>
            <div><dt>Published</dt><dd><p class="quiet-text">No published figure was found.</p></dd></div>
          </dl>
        </section>
      </div>
      <section class="card" aria-labelledby="funnel-title">
        <h2 id="funnel-title">How far they went</h2>
        <Picture name="funnel" />
      </section>
      <section class="card" aria-labelledby="stages-title">
        <h2 id="stages-title">Time in each stage</h2>
        <Picture name="stages" />
      </section>
    </>
  );
}
